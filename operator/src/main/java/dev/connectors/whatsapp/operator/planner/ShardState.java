package dev.connectors.whatsapp.operator.planner;

import dev.connectors.whatsapp.operator.assignment.AccountId;
import dev.connectors.whatsapp.operator.assignment.AccountList;
import dev.connectors.whatsapp.operator.assignment.ShardId;
import dev.connectors.whatsapp.operator.connector.ConnectorReport.Acknowledgement;
import java.util.Optional;
import java.util.Set;

/**
 * What is known of a shard of which anything exists: a ConfigMap, a StatefulSet or a volume claim.
 *
 * @param recorded what its ConfigMap says; {@link AccountList#EMPTY} when there is none, or none that can be read
 * @param sessions whose sessions lie on its volume; empty while its connector has not said
 * @param acknowledged tombstones whose session is gone
 */
public record ShardState(
        ShardId id, AccountList recorded, Optional<Set<AccountId>> sessions, Set<Acknowledgement> acknowledged) {
    public ShardState {
        sessions = sessions.map(Set::copyOf);
        acknowledged = Set.copyOf(acknowledged);
    }
}
