package dev.connectors.whatsapp.operator.planner;

import dev.connectors.whatsapp.operator.assignment.AccountId;
import dev.connectors.whatsapp.operator.assignment.ShardId;
import dev.connectors.whatsapp.operator.assignment.Tombstone;
import dev.connectors.whatsapp.operator.connector.ConnectorReport.Acknowledgement;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The sessions that are to be deleted. A tombstone stays until its connector has said that the session is gone and the
 * resource is gone, too: removed any earlier, it would be put there again.
 */
final class Departures {
    private final Map<ShardId, SortedSet<Tombstone>> tombstones = new HashMap<>();
    private final Set<Tombstone> unacknowledged = new HashSet<>();
    private final Set<String> listed = new HashSet<>();

    Departures(Collection<AccountRequest> accounts, Collection<ShardState> shards, Claims claims) {
        var byUid = accounts.stream().collect(Collectors.toMap(AccountRequest::uid, account -> account, (a, b) -> a));
        for (var shard : shards) {
            shard.recorded().accounts().forEach(entry -> listed.add(entry.uid()));
            for (var tombstone : shard.recorded().tombstones()) {
                var account = byUid.get(tombstone.uid());
                // One for an account that stays was put there by hand, and would cost a living session.
                if (account == null ? !isAcknowledged(shard, tombstone) : account.leaves()) {
                    put(shard, tombstone);
                }
            }
        }
        var taking = accounts.stream()
                .filter(account -> account.departure() == AccountRequest.Departure.TAKES_SESSION)
                .filter(claims::ownsId)
                .collect(Collectors.toMap(AccountRequest::accountId, account -> account));
        bury(taking, shards);
    }

    /** Puts a tombstone wherever there may be a session of an account that takes its own. */
    private void bury(Map<AccountId, AccountRequest> taking, Collection<ShardState> shards) {
        var found = new HashSet<AccountId>();
        for (var shard : shards) {
            for (var id : mayHold(shard)) {
                var account = taking.get(id);
                if (account != null && account.pool().equals(shard.id().pool())) {
                    put(shard, new Tombstone(id, account.uid(), true));
                    found.add(id);
                }
            }
        }
        var states = shards.stream().collect(Collectors.toMap(ShardState::id, shard -> shard));
        for (var account : taking.values()) {
            account.lastShard()
                    .map(states::get)
                    .filter(shard -> !found.contains(account.accountId()))
                    .filter(shard -> shard.sessions().isEmpty())
                    .ifPresent(shard -> put(shard, new Tombstone(account.accountId(), account.uid(), true)));
        }
    }

    private static Set<AccountId> mayHold(ShardState shard) {
        var ids = new HashSet<>(shard.sessions().orElse(Set.of()));
        shard.recorded().accounts().forEach(entry -> ids.add(entry.accountId()));
        return ids;
    }

    private void put(ShardState shard, Tombstone tombstone) {
        tombstones.computeIfAbsent(shard.id(), id -> new TreeSet<>()).add(tombstone);
        if (!isAcknowledged(shard, tombstone)) {
            unacknowledged.add(tombstone);
        }
    }

    private static boolean isAcknowledged(ShardState shard, Tombstone tombstone) {
        return shard.acknowledged().contains(new Acknowledgement(tombstone.accountId(), tombstone.uid()));
    }

    List<Tombstone> of(ShardId shard) {
        return List.copyOf(tombstones.getOrDefault(shard, new TreeSet<>()));
    }

    /** Ids whose session is yet to be deleted: whoever has such an id must wait, or the new session would go, too. */
    Set<AccountId> pending() {
        return unacknowledged.stream().map(Tombstone::accountId).collect(Collectors.toUnmodifiableSet());
    }

    /** Whether nothing holds the resource of an account that leaves any longer. */
    boolean isDone(AccountRequest account) {
        return !listed.contains(account.uid())
                && unacknowledged.stream()
                        .noneMatch(tombstone -> tombstone.uid().equals(account.uid()));
    }
}
