package dev.connectors.whatsapp.operator.pool;

import dev.connectors.whatsapp.operator.api.ConnectorPool;
import dev.connectors.whatsapp.operator.api.Storage;
import dev.connectors.whatsapp.operator.api.WhatsAppAccount;
import dev.connectors.whatsapp.operator.assignment.AccountId;
import dev.connectors.whatsapp.operator.assignment.AccountList;
import dev.connectors.whatsapp.operator.assignment.AccountListJson;
import dev.connectors.whatsapp.operator.assignment.ShardId;
import dev.connectors.whatsapp.operator.manifests.AccountEntries;
import dev.connectors.whatsapp.operator.manifests.Images;
import dev.connectors.whatsapp.operator.manifests.Labels;
import dev.connectors.whatsapp.operator.manifests.PoolManifests;
import dev.connectors.whatsapp.operator.manifests.Secrets;
import dev.connectors.whatsapp.operator.manifests.ShardManifests;
import dev.connectors.whatsapp.operator.planner.Handover;
import dev.connectors.whatsapp.operator.planner.Placement;
import dev.connectors.whatsapp.operator.planner.Plan;
import dev.connectors.whatsapp.operator.planner.PlannedShard;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * What is to be written so that the namespace is as the plan says: nothing, if it is. Account lists come first, since
 * nothing else may keep them from being written, and among the rest an object comes before whatever mounts it.
 */
final class Draft {
    private final World world;
    private final Plan plan;
    private final Rules rules;
    private final Map<ShardId, List<AccountId>> writable;
    private final Map<ShardId, List<WhatsAppAccount>> accounts = new HashMap<>();
    private final List<Step> lists = new ArrayList<>();
    private final List<Step> others = new ArrayList<>();

    /**
     * What a draft needs beside the world.
     *
     * @param matches whether an object, as read, has our fields as desired
     * @param mayRetire whether a shard that nothing needs may be given up now
     * @param newToken makes a token
     */
    record Rules(
            Images images,
            BiPredicate<HasMetadata, HasMetadata> matches,
            Predicate<ShardId> mayRetire,
            Supplier<String> newToken) {}

    private Draft(World world, Plan plan, World.Reports reports, Rules rules) {
        this.world = world;
        this.plan = plan;
        this.rules = rules;
        this.writable = Handover.writable(plan, world.shards(reports));
        world.accountsByUid().forEach((uid, account) -> {
            if (plan.placements().get(uid) instanceof Placement.Assigned(var shard)) {
                accounts.computeIfAbsent(shard, id -> new ArrayList<>()).add(account);
            }
        });
    }

    /** The writes, in their order. */
    static List<Step> steps(World world, Plan plan, World.Reports reports, Rules rules) {
        var draft = new Draft(world, plan, reports, rules);
        world.pools().forEach(draft::pool);
        var steps = new ArrayList<>(draft.lists);
        steps.addAll(draft.others);
        return List.copyOf(steps);
    }

    private void pool(ConnectorPool pool) {
        var manifests = new PoolManifests(pool);
        var name = pool.getMetadata().getName();
        token(pool);
        apply(manifests.service(), Service.class);
        applyOrDelete(manifests.disruptionBudget(), PodDisruptionBudget.class, PoolManifests.name(name));
        applyOrDelete(manifests.networkPolicy(), NetworkPolicy.class, PoolManifests.name(name));
        plan.shards().values().stream()
                .filter(shard -> shard.id().pool().equals(name))
                .forEach(shard -> shard(pool, shard));
    }

    /** Made once: with another one the operator would be locked out until every pod has it. */
    private void token(ConnectorPool pool) {
        var read = world.find(Secret.class, Secrets.tokenName(pool.getMetadata().getName()));
        var token = read.flatMap(Tokens::of).orElseGet(rules.newToken());
        writeIfUnchanged(Secrets.token(pool, token), read, others);
    }

    private void shard(ConnectorPool pool, PlannedShard shard) {
        var manifests = new ShardManifests(pool, shard.id(), rules.images());
        if (shard.surplus() && (world.isRetired(shard.id()) || rules.mayRetire().test(shard.id()))) {
            retire(pool, shard.id(), manifests);
            return;
        }
        var list = manifests.accounts(list(shard));
        var read = world.find(ConfigMap.class, shard.id().name());
        writeIfUnchanged(list, read, lists);
        if (read.isEmpty()) {
            // A pod is not to start from a list that is still empty.
            return;
        }
        volume(manifests.volume());
        proxies(pool, shard.id());
        apply(manifests.workload(Secrets.tokenName(shard.id().pool())), StatefulSet.class);
        deliver(shard.id(), Fingerprint.of(list.getData().getOrDefault(AccountListJson.KEY, "")));
    }

    private AccountList list(PlannedShard shard) {
        var now = writable.getOrDefault(shard.id(), List.of());
        var entries = accounts.getOrDefault(shard.id(), List.of()).stream()
                .map(AccountEntries::of)
                .filter(entry -> now.contains(entry.accountId()))
                .toList();
        return new AccountList(entries, shard.tombstones());
    }

    /**
     * Takes a shard away that nothing needs. The note on the claim comes first: whenever this ends half-way, it is known
     * afterwards that the volume is empty, or somebody is still there to be asked. The claim goes only when it has been read
     * with the note: whoever takes the volume into use again takes the note away, and a deletion that comes late then fails.
     */
    private void retire(ConnectorPool pool, ShardId shard, ShardManifests manifests) {
        var claim = world.find(PersistentVolumeClaim.class, shard.name());
        claim.ifPresent(present -> volume(new PersistentVolumeClaimBuilder(manifests.volume())
                .editMetadata()
                .addToAnnotations(Annotations.RETIRED, "true")
                .endMetadata()
                .build()));
        delete(world.find(ConfigMap.class, shard.name()));
        delete(world.find(StatefulSet.class, shard.name()));
        delete(world.find(Secret.class, proxies(shard)));
        if (world.isRetired(shard) && pool.getSpec().storage().retention() == Storage.Retention.DELETE) {
            delete(claim);
        }
    }

    private void volume(PersistentVolumeClaim desired) {
        var read = world.find(PersistentVolumeClaim.class, desired.getMetadata().getName());
        apply(
                read.map(actual -> VolumeClaims.withoutForbiddenChanges(desired, actual))
                        .orElse(desired),
                PersistentVolumeClaim.class);
    }

    private void proxies(ConnectorPool pool, ShardId shard) {
        var credentials = ProxyCredentials.of(accounts.getOrDefault(shard, List.of()), world);
        applyOrDelete(
                credentials.isEmpty() ? Optional.empty() : Optional.of(Secrets.proxies(pool, shard, credentials)),
                Secret.class,
                proxies(shard));
    }

    private static String proxies(ShardId shard) {
        return shard.name() + "-proxies";
    }

    private void deliver(ShardId shard, String fingerprint) {
        world.all(Pod.class)
                .filter(pod -> Shards.of(pod).equals(Optional.of(shard)))
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                .filter(pod -> !fingerprint.equals(
                        Optional.ofNullable(pod.getMetadata().getAnnotations())
                                .orElse(Map.of())
                                .get(Annotations.DELIVERED)))
                .forEach(pod -> others.add(new Step.Deliver(pod.getMetadata().getName(), fingerprint)));
    }

    private void writeIfUnchanged(HasMetadata desired, Optional<? extends HasMetadata> read, List<Step> steps) {
        if (read.isEmpty()) {
            steps.add(new Step.CreateEmpty(desired));
        } else if (!rules.matches().test(read.get(), desired)) {
            steps.add(
                    new Step.WriteIfUnchanged(desired, read.get().getMetadata().getResourceVersion()));
        }
    }

    private <T extends HasMetadata> void apply(T desired, Class<T> kind) {
        var read = world.find(kind, desired.getMetadata().getName());
        if (read.isEmpty() || !rules.matches().test(read.get(), desired)) {
            others.add(new Step.Apply(desired));
        }
    }

    private <T extends HasMetadata> void applyOrDelete(Optional<T> desired, Class<T> kind, String name) {
        desired.ifPresentOrElse(object -> apply(object, kind), () -> delete(world.find(kind, name)));
    }

    /** Only what we made; another's object of the same name is none of our business. */
    private void delete(Optional<? extends HasMetadata> read) {
        read.filter(object -> object.getMetadata().getDeletionTimestamp() == null)
                .filter(object -> Labels.OPERATOR.equals(
                        Optional.ofNullable(object.getMetadata().getLabels())
                                .orElse(Map.of())
                                .get(Labels.MANAGED_BY)))
                .ifPresent(object -> others.add(new Step.Delete(object)));
    }
}
