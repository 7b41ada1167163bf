package dev.connectors.whatsapp.operator.pool;

import dev.connectors.whatsapp.operator.api.ConnectorPool;
import dev.connectors.whatsapp.operator.api.DeletionPolicy;
import dev.connectors.whatsapp.operator.api.Storage;
import dev.connectors.whatsapp.operator.api.WhatsAppAccount;
import dev.connectors.whatsapp.operator.api.WhatsAppAccountStatus;
import dev.connectors.whatsapp.operator.assignment.AccountId;
import dev.connectors.whatsapp.operator.assignment.ShardId;
import dev.connectors.whatsapp.operator.manifests.Images;
import dev.connectors.whatsapp.operator.planner.Placement;
import dev.connectors.whatsapp.operator.pool.FakeCluster.Killed;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A namespace to which things happen by chance, and an operator that keeps it. {@link FakeCluster} looks after every write
 * whether an account is in two lists.
 */
final class NamespaceRun {
    private static final int MOST_ROUNDS = 60;

    final Random random;
    final FakeCluster cluster = new FakeCluster();
    private NamespaceKeeper keeper;
    private int created;

    NamespaceRun(long seed) {
        random = new Random(seed);
        cluster.random = new Random(seed);
        keeper = restarted();
    }

    private NamespaceKeeper restarted() {
        return keeper(cluster, new FakeLeader("operator", () -> Duration.ZERO));
    }

    /** Another operator, which sees the cluster by way of another object. */
    NamespaceKeeper keeper(Cluster by, Leader leader) {
        return new NamespaceKeeper(
                by, cluster::cached, cluster::report, cluster::answers, new Images("connector:1", "bridge:1"), leader);
    }

    /** From now on this one keeps the namespace. */
    void takenOverBy(NamespaceKeeper successor) {
        keeper = successor;
    }

    void begin() {
        cluster.pools.put("default", pool("default"));
        if (random.nextBoolean()) {
            cluster.pools.put("canary", pool("canary"));
        }
        var count = 3 + random.nextInt(8);
        for (var i = 0; i < count; i++) {
            create();
        }
        settle();
    }

    void play() {
        begin();
        for (var i = 0; i < 4; i++) {
            change();
            disturb();
            killedAfter(random.nextInt(5));
            calm();
            if (random.nextBoolean()) {
                keep();
                cluster.live();
            }
        }
        settle();
        settledWorldIsAsPlanned();
    }

    /** The cache lags, writes meet conflicts and refusals, connectors hang. */
    private void disturb() {
        cluster.lag = random.nextInt(6);
        cluster.conflicts = random.nextInt(3) == 0 ? 40 : 0;
        cluster.failures = random.nextInt(4) == 0 ? 30 : 0;
        cluster.timeouts = random.nextInt(3) == 0 ? 30 : 0;
        cluster.read().shards(cluster::report).forEach(shard -> {
            if (random.nextInt(4) == 0) {
                cluster.silence(shard.id());
            }
        });
    }

    void calm() {
        cluster.lag = 0;
        cluster.conflicts = 0;
        cluster.failures = 0;
        cluster.timeouts = 0;
        cluster.everybodyAnswers();
    }

    /** Returns whether it came to so many writes. */
    boolean killedAfter(int writes) {
        cluster.killAfter = cluster.writes + writes;
        cluster.killBeforeTheWrite = random.nextBoolean();
        try {
            keep();
            return false;
        } catch (Killed e) {
            keeper = restarted();
            return true;
        } finally {
            cluster.killAfter = -1;
        }
    }

    void keep() {
        try {
            keeper.keep();
            letGo();
        } catch (KubernetesClientException | IllegalStateException e) {
            // As in reality, somebody comes again.
            assertThat(e).hasMessageMatching("(?s).*(too many requests|timed out|faster than).*");
        }
    }

    /** Until two looks in a row found nothing to do. */
    void settle() {
        var quiet = 0;
        for (var i = 0; i < MOST_ROUNDS; i++) {
            var writes = cluster.writes;
            var accounts = cluster.accounts.size();
            keep();
            cluster.live();
            note();
            var pending = keeper.keep();
            quiet = cluster.writes == writes && accounts == cluster.accounts.size() && !pending ? quiet + 1 : 0;
            if (quiet == 2) {
                return;
            }
        }
        throw new AssertionError("still writing after " + MOST_ROUNDS + " rounds: " + cluster.lastSteps);
    }

    /** Resources that leave, as the account's reconciler lets them go. */
    private void letGo() {
        for (var account : List.copyOf(cluster.accounts.values())) {
            var meta = account.getMetadata();
            if (meta.getDeletionTimestamp() != null && keeper.mayGo(meta.getUid())) {
                assertThat(cluster.holders().keySet().stream().map(Object::toString))
                        .filteredOn(id -> cluster.accounts.values().stream()
                                        .filter(other -> other.accountId().equals(id))
                                        .count()
                                == 1)
                        .doesNotContain(account.accountId());
                cluster.accounts.remove(meta.getName());
            }
        }
    }

    /** The shard in the status, as the account's reconciler notes it. */
    void note() {
        var plan = cluster.read().plan(cluster::report);
        for (var account : List.copyOf(cluster.accounts.values())) {
            if (plan.placements().get(account.getMetadata().getUid()) instanceof Placement.Assigned(var shard)) {
                var copy = Serialization.clone(account);
                copy.setStatus(
                        Serialization.unmarshal("{\"shard\": \"" + shard.name() + "\"}", WhatsAppAccountStatus.class));
                cluster.accounts.put(copy.getMetadata().getName(), copy);
            }
        }
    }

    void change() {
        switch (random.nextInt(11)) {
            case 0, 1 -> create();
            case 2 -> remove(DeletionPolicy.RETAIN);
            case 3 -> remove(DeletionPolicy.LOGOUT_AND_DELETE);
            case 4 -> cluster.pools.put("default", pool("default"));
            case 5 -> anyObject(ConfigMap.class);
            case 6 -> emptyList();
            case 7 -> anyObject(random.nextBoolean() ? StatefulSet.class : PersistentVolumeClaim.class);
            case 8 -> moveSession();
            default -> pin();
        }
    }

    void create() {
        var number = created++;
        var pool = random.nextInt(4) == 0 ? "canary" : "default";
        var pin = random.nextInt(5) == 0 ? "\n  shard: " + random.nextInt(3) : "";
        // Now and then somebody else's id.
        var id = random.nextInt(8) == 0 ? random.nextInt(number + 1) : number;
        var account = Serialization.unmarshal(
                """
                metadata:
                  name: account-%d
                  namespace: test
                  uid: uid-%d
                  generation: 1
                  creationTimestamp: "2026-01-01T00:%02d:00Z"
                spec:
                  accountId: id-%d
                  phoneNumber: "+4070000%04d"
                  poolRef: %s%s
                """.formatted(number, number, number % 60, id, number, pool, pin), WhatsAppAccount.class);
        cluster.accounts.put("account-" + number, account);
    }

    private void remove(DeletionPolicy policy) {
        anyOf(List.copyOf(cluster.accounts.values())).ifPresent(account -> {
            var yaml = Serialization.asYaml(account);
            var word = policy == DeletionPolicy.RETAIN ? "Retain" : "LogoutAndDelete";
            var copy = Serialization.unmarshal(
                    yaml.replaceAll("deletionPolicy: \"?\\w+\"?", "deletionPolicy: \"" + word + "\""),
                    WhatsAppAccount.class);
            copy.getMetadata().setDeletionTimestamp("2026-02-01T00:00:00Z");
            cluster.accounts.put(copy.getMetadata().getName(), copy);
        });
    }

    /** Somebody wants an account on another shard. */
    void pin() {
        anyOf(List.copyOf(cluster.accounts.values())).ifPresent(account -> {
            var yaml = Serialization.asYaml(account).replaceAll("(?m)^  shard: \\d+\\n", "");
            var pinned = yaml.replaceFirst("(?m)^spec:\\n", "spec:\n  shard: " + random.nextInt(3) + "\n");
            cluster.accounts.put(
                    account.getMetadata().getName(), Serialization.unmarshal(pinned, WhatsAppAccount.class));
        });
    }

    private void anyObject(Class<? extends HasMetadata> kind) {
        anyOf(cluster.read().all(kind).toList()).ifPresent(object -> cluster.objects.remove(World.Key.of(object)));
    }

    private void emptyList() {
        anyOf(cluster.read().all(ConfigMap.class).toList())
                .ifPresent(list ->
                        cluster.put(new ConfigMapBuilder(list).withData(null).build()));
    }

    /** A volume turns out to have an account's session, and the other one not. */
    private void moveSession() {
        var shards = List.copyOf(cluster.sessions.keySet());
        anyOf(shards)
                .ifPresent(from -> anyOf(List.copyOf(stored(from)))
                        .ifPresent(session -> anyOf(shards)
                                .filter(to -> to.pool().equals(from.pool()))
                                .ifPresent(to -> {
                                    stored(from).remove(session);
                                    stored(to).add(session);
                                })));
    }

    private Set<AccountId> stored(ShardId shard) {
        return cluster.sessions.computeIfAbsent(shard, id -> new HashSet<>());
    }

    private <T> Optional<T> anyOf(List<T> list) {
        return list.isEmpty() ? Optional.empty() : Optional.of(list.get(random.nextInt(list.size())));
    }

    private ConnectorPool pool(String name) {
        var min = random.nextInt(3);
        return Serialization.unmarshal(
                """
                metadata: {name: %s, namespace: test, uid: uid-of-%s, generation: 1}
                spec:
                  shards: {min: %d, max: %d}
                  maxAccountsPerShard: %d
                  firebase: {projectId: test}
                  storage: {retention: %s}
                """.formatted(
                                name,
                                name,
                                min,
                                min + 2 + random.nextInt(3),
                                2 + random.nextInt(4),
                                random.nextBoolean() ? Storage.Retention.RETAIN : "Delete")
                        .replace("RETAIN", "Retain"),
                ConnectorPool.class);
    }

    void settledWorldIsAsPlanned() {
        var plan = cluster.read().plan(cluster::report);
        var holders = cluster.holders();
        plan.placements().forEach((uid, placement) -> {
            if (placement instanceof Placement.Assigned(ShardId shard)) {
                var account = cluster.accounts.values().stream()
                        .filter(any -> any.getMetadata().getUid().equals(uid))
                        .findFirst()
                        .orElseThrow();
                assertThat(holders).containsEntry(new AccountId(account.accountId()), List.of(shard));
            }
        });
        assertThat(plan.placements().values()).doesNotHaveAnyElementsOfTypes(Placement.Leaving.class);
        assertThat(cluster.pools.keySet())
                .allSatisfy(pool -> assertThat(cluster.objects)
                        .containsKey(new World.Key(Secret.class, "whatsapp-" + pool + "-internal")));
    }
}
