package dev.connectors.whatsapp.operator.pool;

import dev.connectors.whatsapp.operator.api.ConnectorPool;
import dev.connectors.whatsapp.operator.api.WhatsAppAccount;
import dev.connectors.whatsapp.operator.assignment.AccountId;
import dev.connectors.whatsapp.operator.assignment.AccountListJson;
import dev.connectors.whatsapp.operator.assignment.ShardId;
import dev.connectors.whatsapp.operator.connector.ConnectorReport;
import dev.connectors.whatsapp.operator.connector.ConnectorReport.Acknowledgement;
import io.fabric8.kubernetes.api.builder.Builder;
import io.fabric8.kubernetes.api.builder.Editable;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A namespace in memory: objects with versions, conditional writes, pods and connectors with volumes. After every write it
 * looks whether an account is in two lists. It can die, or be refused, at any write, can do a write later than its sender
 * waits, and shows an older state as a cache.
 */
final class FakeCluster implements Cluster {
    /** The operator's process ends here. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** One for all: each learns the classes of Kubernetes anew, which takes longer than a whole run. */
    private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

    final Map<String, ConnectorPool> pools = new TreeMap<>();
    final Map<String, WhatsAppAccount> accounts = new TreeMap<>();
    final Map<World.Key, HasMetadata> objects = new LinkedHashMap<>();
    /** What lies on the volume of each shard; with the claim it goes. */
    final Map<ShardId, Set<AccountId>> sessions = new HashMap<>();

    private final Map<ShardId, Set<Acknowledgement>> acknowledged = new HashMap<>();
    private final Set<ShardId> silent = new HashSet<>();
    private final List<World> history = new ArrayList<>();
    private long version;
    private long answers;
    long writes;
    /** The last few writes, for the message of a failure. */
    final Deque<String> lastSteps = new ArrayDeque<>();

    /** Writes until the process is killed, before or after it happened; none if negative. */
    long killAfter = -1;

    boolean killBeforeTheWrite;
    /** How often in a hundred a conditional write meets somebody else's. */
    int conflicts;

    int failures;
    /** How often in a hundred the answer to a write is not waited for, and the write done some time later. */
    int timeouts;

    private final Deque<Step> late = new ArrayDeque<>();
    Random random = new Random(0);
    /** How many states the cache lags behind. */
    int lag;

    @Override
    public World read() {
        // Objects are put anew, never changed, so nobody needs copies.
        return World.of(pools.values(), accounts.values(), objects.values().stream());
    }

    World cached() {
        var now = read();
        history.add(now);
        return history.get(Math.max(0, history.size() - 1 - lag));
    }

    Optional<ConnectorReport> report(ShardId shard) {
        if (silent.contains(shard) || find(StatefulSet.class, shard).isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new ConnectorReport(
                shard.name(),
                List.of(),
                Optional.of(sessions.getOrDefault(shard, Set.of())),
                acknowledged.getOrDefault(shard, Set.of())));
    }

    /** Each question gets one, so a shard may retire after a few looks. */
    Optional<Long> answers(ShardId shard) {
        return report(shard).map(any -> answers++);
    }

    void silence(ShardId shard) {
        silent.add(shard);
    }

    void everybodyAnswers() {
        silent.clear();
    }

    private <T extends HasMetadata> Optional<T> find(Class<T> kind, ShardId shard) {
        return Optional.ofNullable(objects.get(new World.Key(kind, shard.name())))
                .map(kind::cast);
    }

    @Override
    public boolean matches(HasMetadata actual, HasMetadata desired) {
        var version = actual.getMetadata().getResourceVersion();
        var annotations = actual.getMetadata().getAnnotations();
        actual.getMetadata().setResourceVersion(null);
        actual.getMetadata().setAnnotations(applied(annotations));
        try {
            // Written out only where they differ, perhaps in nothing but an empty list: it takes a hundred times as
            // long.
            return actual.equals(desired) || SERIALIZATION.asJson(actual).equals(SERIALIZATION.asJson(desired));
        } finally {
            actual.getMetadata().setResourceVersion(version);
            actual.getMetadata().setAnnotations(annotations);
        }
    }

    /** Without the epoch, which is written by a patch of its own and so stays when the rest is applied. */
    private static Map<String, String> applied(Map<String, String> annotations) {
        var applied = new TreeMap<>(annotations);
        applied.remove(Annotations.EPOCH);
        return applied;
    }

    @Override
    public void perform(Step step) {
        writes++;
        lastSteps.add(describe(step));
        if (lastSteps.size() > 12) {
            lastSteps.removeFirst();
        }
        if (killAfter >= 0 && writes > killAfter && killBeforeTheWrite) {
            throw new Killed();
        }
        if (failures > 0 && random.nextInt(100) < failures) {
            throw new KubernetesClientException("too many requests", 429, null);
        }
        if (random.nextInt(100) < timeouts) {
            late.add(step);
            throw new KubernetesClientException("the request timed out");
        }
        doWhatIsLate();
        write(step);
        if (killAfter >= 0 && writes > killAfter) {
            throw new Killed();
        }
    }

    /** Some of the writes that nobody waits for any longer. */
    private void doWhatIsLate() {
        while (!late.isEmpty() && random.nextBoolean()) {
            try {
                write(late.remove());
            } catch (ConflictException e) {
                // As it should be, and nobody is there to be told.
            }
        }
    }

    private void write(Step step) {
        switch (step) {
            case Step.CreateEmpty(var desired) -> create(desired);
            case Step.WriteIfUnchanged(var desired, var read) -> writeIfUnchanged(desired, read);
            case Step.Touch(var list, var epoch) ->
                annotate(new World.Key(ConfigMap.class, list), Annotations.EPOCH, epoch);
            case Step.Apply(var desired) -> apply(desired);
            case Step.Delete(var read) -> delete(read);
            case Step.Deliver(var pod, var fingerprint) ->
                annotate(new World.Key(Pod.class, pod), Annotations.DELIVERED, fingerprint);
        }
        noAccountIsInTwoLists();
    }

    private static String describe(Step step) {
        return switch (step) {
            case Step.CreateEmpty(var desired) -> "create " + World.Key.of(desired);
            case Step.Touch(var list, var epoch) -> "touch " + list + " for " + epoch;
            case Step.WriteIfUnchanged(var desired, var read) -> "write " + World.Key.of(desired);
            case Step.Apply(var desired) -> "apply " + World.Key.of(desired);
            case Step.Delete(var read) -> "delete " + World.Key.of(read);
            case Step.Deliver(var pod, var fingerprint) -> "deliver " + pod;
        };
    }

    private void create(HasMetadata desired) {
        if (objects.containsKey(World.Key.of(desired))) {
            throw new ConflictException("exists", new IllegalStateException());
        }
        put(empty(desired));
    }

    private void writeIfUnchanged(HasMetadata desired, String read) {
        var key = World.Key.of(desired);
        if (random.nextInt(100) < conflicts && objects.containsKey(key)) {
            put(objects.get(key));
        }
        var version = Optional.ofNullable(objects.get(key))
                .map(actual -> actual.getMetadata().getResourceVersion());
        if (!version.equals(Optional.of(read))) {
            throw new ConflictException("changed", new IllegalStateException());
        }
        apply(desired);
    }

    /** Leaves the epoch where it is. */
    private void apply(HasMetadata desired) {
        var copy = copy(desired);
        Optional.ofNullable(objects.get(World.Key.of(desired)))
                .map(actual -> actual.getMetadata().getAnnotations())
                .map(annotations -> annotations.get(Annotations.EPOCH))
                .ifPresent(epoch -> copy.getMetadata().getAnnotations().put(Annotations.EPOCH, epoch));
        put(copy);
    }

    private static HasMetadata empty(HasMetadata desired) {
        return desired instanceof Secret
                ? new SecretBuilder().withMetadata(desired.getMetadata()).build()
                : new ConfigMapBuilder().withMetadata(desired.getMetadata()).build();
    }

    /** By its builder: what was written out and read again would differ from what is desired in its empty lists. */
    private static HasMetadata copy(HasMetadata object) {
        return (HasMetadata) ((Builder<?>) ((Editable<?>) object).edit()).build();
    }

    void put(HasMetadata object) {
        var copy = copy(object);
        copy.getMetadata().setResourceVersion(Long.toString(++version));
        objects.put(World.Key.of(copy), copy);
    }

    private void delete(HasMetadata read) {
        var key = World.Key.of(read);
        var actual = objects.get(key);
        if ((read instanceof ConfigMap || read instanceof PersistentVolumeClaim)
                && actual != null
                && !actual.getMetadata()
                        .getResourceVersion()
                        .equals(read.getMetadata().getResourceVersion())) {
            throw new ConflictException("changed", new IllegalStateException());
        }
        objects.remove(key);
    }

    private void annotate(World.Key key, String annotation, String value) {
        var actual = objects.get(key);
        if (actual != null) {
            var copy = copy(actual);
            copy.getMetadata().getAnnotations().put(annotation, value);
            put(copy);
        }
    }

    /** Kubernetes and the connectors do their part: pods come and go, sessions are made, tombstones are done. */
    void live() {
        objects.values()
                .removeIf(object -> object instanceof Pod
                        && Shards.of(object)
                                .map(shard -> find(StatefulSet.class, shard).isEmpty())
                                .orElse(true));
        for (var workload : read().all(StatefulSet.class).toList()) {
            var shard = ShardId.parse(workload.getMetadata().getName()).orElseThrow();
            var key = new World.Key(Pod.class, shard.name() + "-0");
            if (!objects.containsKey(key)) {
                put(new PodBuilder()
                        .withNewMetadata()
                        .withName(shard.name() + "-0")
                        .withLabels(workload.getMetadata().getLabels())
                        .endMetadata()
                        .build());
            }
            if (find(PersistentVolumeClaim.class, shard).isPresent()) {
                connect(shard);
            }
        }
        sessions.keySet()
                .removeIf(shard -> find(PersistentVolumeClaim.class, shard).isEmpty());
    }

    private void connect(ShardId shard) {
        var list = read().recorded(shard);
        var stored = sessions.computeIfAbsent(shard, id -> new HashSet<>());
        list.accounts().forEach(entry -> stored.add(entry.accountId()));
        var done = acknowledged.computeIfAbsent(shard, id -> new HashSet<>());
        list.tombstones().forEach(tombstone -> {
            stored.remove(tombstone.accountId());
            done.add(new Acknowledgement(tombstone.accountId(), tombstone.uid()));
        });
    }

    Map<AccountId, List<ShardId>> holders() {
        var world = read();
        var holders = new TreeMap<AccountId, List<ShardId>>();
        objects.values().stream()
                .filter(ConfigMap.class::isInstance)
                .map(object -> ShardId.parse(object.getMetadata().getName()).orElseThrow())
                .forEach(shard -> world.recorded(shard)
                        .accounts()
                        .forEach(entry -> holders.computeIfAbsent(entry.accountId(), id -> new ArrayList<>())
                                .add(shard)));
        return holders;
    }

    private void noAccountIsInTwoLists() {
        assertThat(holders()).allSatisfy((account, shards) -> assertThat(shards).hasSize(1));
    }

    /** The lists as text, to compare states. */
    Map<String, String> lists() {
        return read().all(ConfigMap.class)
                .collect(Collectors.toMap(
                        list -> list.getMetadata().getName(),
                        list -> Optional.ofNullable(list.getData())
                                .map(data -> data.get(AccountListJson.KEY))
                                .orElse(""),
                        (a, b) -> a,
                        TreeMap::new));
    }
}
