package dev.connectors.whatsapp.operator.planner;

import dev.connectors.whatsapp.operator.assignment.AccountId;
import dev.connectors.whatsapp.operator.assignment.ShardId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Where the accounts of one pool belong. What lies on the volumes counts more than what the lists say, and that more than
 * the accounts' status. A volume of which nothing is known proves nothing, so it never takes an account from the shard that
 * lists it.
 */
final class Evidence {
    private final Map<AccountId, List<Integer>> listed = new HashMap<>();
    private final Map<AccountId, List<Integer>> stored = new HashMap<>();
    private final Set<Integer> existing = new TreeSet<>();
    private final Set<Integer> silent = new HashSet<>();
    private final String pool;

    /** Of the shards that exist, those of the pool count. */
    Evidence(PoolLimits pool, Collection<ShardState> shards) {
        this.pool = pool.name();
        for (var ordinal = 0; ordinal < pool.minShards(); ordinal++) {
            existing.add(ordinal);
        }
        shards.stream()
                .filter(shard -> shard.id().pool().equals(pool.name()))
                .sorted((a, b) -> a.id().compareTo(b.id()))
                .forEach(this::add);
    }

    private void add(ShardState shard) {
        var ordinal = shard.id().ordinal();
        existing.add(ordinal);
        for (var entry : shard.recorded().accounts()) {
            listed.computeIfAbsent(entry.accountId(), id -> new ArrayList<>()).add(ordinal);
        }
        if (shard.sessions().isEmpty()) {
            silent.add(ordinal);
        }
        for (var id : shard.sessions().orElse(Set.of())) {
            stored.computeIfAbsent(id, any -> new ArrayList<>()).add(ordinal);
        }
    }

    /** Numbers of the shards that there are, or have to be in any case. */
    Set<Integer> existing() {
        return existing;
    }

    /** Where an account belongs. */
    sealed interface Home {
        /** Nowhere yet. */
        record None() implements Home {}

        /**
         * A shard lists it.
         *
         * @param session the shard that has its session, if that is known to be another one
         */
        record Listed(int shard, Optional<Integer> session) implements Home {}

        /** No shard lists it, but this one has its session, or may have it. */
        record Remembered(int shard) implements Home {}
    }

    Home of(AccountRequest account) {
        var last = account.lastShard()
                .filter(shard -> shard.pool().equals(pool))
                .map(ShardId::ordinal)
                .filter(existing::contains);
        var lists = listed.getOrDefault(account.accountId(), List.of());
        var volumes = stored.getOrDefault(account.accountId(), List.of());
        if (!lists.isEmpty()) {
            var both = lists.stream().filter(volumes::contains).toList();
            var shard = preferred(both.isEmpty() ? lists : both, last);
            var elsewhere = both.isEmpty() && !volumes.isEmpty() && !silent.contains(shard);
            return new Home.Listed(shard, elsewhere ? Optional.of(preferred(volumes, last)) : Optional.empty());
        }
        if (!volumes.isEmpty()) {
            return new Home.Remembered(preferred(volumes, last));
        }
        // A status is worth something only as long as the volume it names cannot tell.
        return last.<Home>map(Home.Remembered::new).orElseGet(Home.None::new);
    }

    /** Whether it is known that the shard has no session of the account. */
    boolean isKnownToLack(int shard, AccountId account) {
        return !silent.contains(shard)
                && !stored.getOrDefault(account, List.of()).contains(shard);
    }

    private static int preferred(List<Integer> shards, Optional<Integer> last) {
        return last.filter(shards::contains).orElseGet(shards::getFirst);
    }
}
