package dev.connectors.whatsapp.operator.planner;

import dev.connectors.whatsapp.operator.api.ConnectorPool;
import java.util.Set;

/**
 * What a pool allows.
 *
 * @param minShards how many shards there are in any case
 * @param maxShards shards from this number on take no new accounts, and none is opened
 * @param capacity accounts a shard takes
 * @param cordoned numbers of shards that take no new accounts
 */
public record PoolLimits(String name, int minShards, int maxShards, int capacity, Set<Integer> cordoned) {
    public PoolLimits {
        cordoned = Set.copyOf(cordoned);
    }

    public static PoolLimits of(ConnectorPool pool) {
        var spec = pool.getSpec();
        return new PoolLimits(
                pool.getMetadata().getName(),
                spec.shards().min(),
                spec.shards().max(),
                spec.maxAccountsPerShard(),
                Set.copyOf(spec.cordonedShards()));
    }

    /** Whether the shard takes accounts that do not belong there already. */
    boolean isOpen(int ordinal) {
        return ordinal < maxShards && !cordoned.contains(ordinal);
    }
}
