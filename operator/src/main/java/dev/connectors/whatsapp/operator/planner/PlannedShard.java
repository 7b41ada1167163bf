package dev.connectors.whatsapp.operator.planner;

import dev.connectors.whatsapp.operator.assignment.AccountId;
import dev.connectors.whatsapp.operator.assignment.ShardId;
import dev.connectors.whatsapp.operator.assignment.Tombstone;
import java.util.List;

/**
 * A shard as it is to be.
 *
 * @param accounts ordered
 * @param tombstones ordered
 * @param surplus whether nothing needs it: it is above the minimum, has no accounts and no tombstones, and its connector
 *     has said that no session lies on its volume
 */
public record PlannedShard(ShardId id, List<AccountId> accounts, List<Tombstone> tombstones, boolean surplus) {
    public PlannedShard {
        accounts = accounts.stream().sorted().toList();
        tombstones = tombstones.stream().sorted().toList();
    }
}
