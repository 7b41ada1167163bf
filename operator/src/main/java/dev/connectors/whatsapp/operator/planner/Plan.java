package dev.connectors.whatsapp.operator.planner;

import dev.connectors.whatsapp.operator.assignment.ShardId;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which shard is to run which account.
 *
 * @param shards every shard that there is to be, of pools that exist
 * @param placements what each account gets, by the uid of its resource
 */
public record Plan(SortedMap<ShardId, PlannedShard> shards, Map<String, Placement> placements) {
    public Plan {
        shards = Collections.unmodifiableSortedMap(new TreeMap<>(shards));
        placements = Map.copyOf(placements);
    }
}
