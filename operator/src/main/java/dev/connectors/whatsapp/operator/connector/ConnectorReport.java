package dev.connectors.whatsapp.operator.connector;

import dev.connectors.whatsapp.operator.assignment.AccountId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * How a shard is, as its connector tells.
 *
 * @param shard its name
 * @param accounts how each account of its list is
 * @param sessions whose sessions lie on the volume; empty if the connector cannot say, which is not the same as none
 * @param acknowledged tombstones whose session is gone
 */
public record ConnectorReport(
        String shard,
        List<AccountReport> accounts,
        Optional<Set<AccountId>> sessions,
        Set<Acknowledgement> acknowledged) {

    /** A session is gone. */
    public record Acknowledgement(AccountId accountId, String uid) {
        public Acknowledgement {
            Objects.requireNonNull(accountId, "accountId");
            Objects.requireNonNull(uid, "uid");
        }
    }

    public ConnectorReport {
        accounts = List.copyOf(accounts);
        sessions = sessions.map(Set::copyOf);
        acknowledged = Set.copyOf(acknowledged);
    }

    public Map<AccountId, AccountReport> byAccount() {
        return accounts.stream()
                .collect(Collectors.toUnmodifiableMap(AccountReport::accountId, Function.identity(), (a, b) -> a));
    }
}
