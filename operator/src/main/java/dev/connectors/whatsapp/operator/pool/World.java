package dev.connectors.whatsapp.operator.pool;

import dev.connectors.whatsapp.operator.api.ConnectorPool;
import dev.connectors.whatsapp.operator.api.WhatsAppAccount;
import dev.connectors.whatsapp.operator.assignment.AccountList;
import dev.connectors.whatsapp.operator.assignment.AccountListJson;
import dev.connectors.whatsapp.operator.assignment.ShardId;
import dev.connectors.whatsapp.operator.connector.ConnectorReport;
import dev.connectors.whatsapp.operator.planner.AccountRequest;
import dev.connectors.whatsapp.operator.planner.Plan;
import dev.connectors.whatsapp.operator.planner.Planner;
import dev.connectors.whatsapp.operator.planner.PoolLimits;
import dev.connectors.whatsapp.operator.planner.ShardState;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Everything of the namespace that matters, at one time.
 *
 * @param pools those that are being deleted left out: their objects go with them
 */
record World(List<ConnectorPool> pools, List<WhatsAppAccount> accounts, Map<Key, HasMetadata> objects) {
    private static final ConnectorReport NOTHING_STORED =
            new ConnectorReport("", List.of(), Optional.of(Set.of()), Set.of());

    /** One object of the namespace. */
    record Key(Class<? extends HasMetadata> kind, String name) {
        static Key of(HasMetadata object) {
            return new Key(object.getClass(), object.getMetadata().getName());
        }
    }

    /** What the connectors have told, by shard. */
    @FunctionalInterface
    interface Reports {
        Optional<ConnectorReport> of(ShardId shard);
    }

    static World of(
            Collection<ConnectorPool> pools,
            Collection<WhatsAppAccount> accounts,
            Stream<? extends HasMetadata> objects) {
        return new World(
                pools.stream()
                        .filter(pool -> pool.getMetadata().getDeletionTimestamp() == null)
                        .toList(),
                List.copyOf(accounts),
                objects.collect(Collectors.toUnmodifiableMap(Key::of, Function.identity(), (a, b) -> a)));
    }

    <T extends HasMetadata> Optional<T> find(Class<T> kind, String name) {
        return Optional.ofNullable(objects.get(new Key(kind, name))).map(kind::cast);
    }

    <T extends HasMetadata> Stream<T> all(Class<T> kind) {
        return objects.values().stream().filter(kind::isInstance).map(kind::cast);
    }

    Plan plan(Reports reports) {
        return Planner.plan(
                pools.stream().map(PoolLimits::of).toList(),
                accounts.stream().map(AccountRequest::of).toList(),
                shards(reports));
    }

    /** Every shard of which there is a list, a workload or a volume. */
    List<ShardState> shards(Reports reports) {
        var ids = new TreeSet<ShardId>();
        Stream.of(ConfigMap.class, StatefulSet.class, PersistentVolumeClaim.class)
                .flatMap(this::all)
                .forEach(object -> ShardId.parse(object.getMetadata().getName()).ifPresent(ids::add));
        return ids.stream().map(id -> shard(id, reports)).toList();
    }

    private ShardState shard(ShardId id, Reports reports) {
        var report = isRetired(id) ? Optional.of(NOTHING_STORED) : reports.of(id);
        return new ShardState(
                id,
                recorded(id),
                report.flatMap(ConnectorReport::sessions),
                report.map(ConnectorReport::acknowledged).orElse(Set.of()));
    }

    AccountList recorded(ShardId id) {
        return find(ConfigMap.class, id.name())
                .map(list -> Optional.ofNullable(list.getData()).orElse(Map.of()))
                .map(data -> AccountListJson.read(data.get(AccountListJson.KEY)).list())
                .orElse(AccountList.EMPTY);
    }

    /**
     * Whether only the volume is left of a shard that was given up because no session lay there. Nobody can be asked about
     * it any longer, and without this knowledge it would have to be opened again just to be asked.
     */
    boolean isRetired(ShardId id) {
        return find(ConfigMap.class, id.name()).isEmpty()
                && find(StatefulSet.class, id.name()).isEmpty()
                && find(PersistentVolumeClaim.class, id.name())
                        .map(claim -> claim.getMetadata().getAnnotations())
                        .filter(annotations -> annotations.containsKey(Annotations.RETIRED))
                        .isPresent();
    }

    /** The accounts by uid. */
    Map<String, WhatsAppAccount> accountsByUid() {
        var byUid = new TreeMap<String, WhatsAppAccount>();
        accounts.forEach(account -> byUid.put(account.getMetadata().getUid(), account));
        return byUid;
    }
}
