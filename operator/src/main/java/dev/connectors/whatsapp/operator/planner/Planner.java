package dev.connectors.whatsapp.operator.planner;

import dev.connectors.whatsapp.operator.api.Reason;
import dev.connectors.whatsapp.operator.assignment.AccountId;
import dev.connectors.whatsapp.operator.assignment.ShardId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Plans the shards of a namespace. */
public final class Planner {
    private final Collection<ShardState> shards;
    private final Claims claims;
    private final Departures departures;
    private final Map<String, Placement> placements = new HashMap<>();
    private final Map<ShardId, List<AccountId>> assigned = new HashMap<>();
    private final TreeMap<ShardId, PlannedShard> planned = new TreeMap<>();

    private Planner(Collection<AccountRequest> accounts, Collection<ShardState> shards) {
        this.shards = shards;
        this.claims = new Claims(accounts, shards);
        this.departures = new Departures(accounts, shards, claims);
    }

    /**
     * Decides where every account goes. Accounts and shards of one namespace; the order of neither matters.
     *
     * @param pools the pools that exist
     * @param accounts every account, those being deleted as well
     * @param shards every shard of which anything exists
     */
    public static Plan plan(
            Collection<PoolLimits> pools, Collection<AccountRequest> accounts, Collection<ShardState> shards) {
        var planner = new Planner(accounts, shards);
        var wanting = planner.admit(accounts);
        for (var pool : pools) {
            planner.place(pool, wanting.getOrDefault(pool.name(), List.of()));
        }
        var known = pools.stream().map(PoolLimits::name).collect(Collectors.toSet());
        wanting.forEach((pool, orphans) -> {
            if (!known.contains(pool)) {
                orphans.forEach(account -> planner.put(account, poolNotFound(pool)));
            }
        });
        return new Plan(planner.planned, planner.placements);
    }

    /** Those that may have a shard, by pool, the oldest first. */
    private Map<String, List<AccountRequest>> admit(Collection<AccountRequest> accounts) {
        var beingDeleted = departures.pending();
        var wanting = new ArrayList<AccountRequest>();
        for (var account : accounts) {
            var refusal = claims.refusal(account);
            if (account.leaves()) {
                put(account, new Placement.Leaving(departures.isDone(account)));
            } else if (refusal.isPresent()) {
                put(account, refusal.get());
            } else if (beingDeleted.contains(account.accountId())) {
                put(account, sessionBeingDeleted(account.accountId()));
            } else {
                wanting.add(account);
            }
        }
        wanting.sort(AccountRequest.SENIORITY);
        return wanting.stream().collect(Collectors.groupingBy(AccountRequest::pool));
    }

    private void place(PoolLimits pool, List<AccountRequest> accounts) {
        var planner = new PoolPlanner(pool, shards);
        planner.place(accounts).forEach(this::put);
        var states = shards.stream()
                .filter(shard -> shard.id().pool().equals(pool.name()))
                .collect(Collectors.toMap(shard -> shard.id().ordinal(), Function.identity()));
        for (var ordinal : planner.shards()) {
            var id = new ShardId(pool.name(), ordinal);
            var runs = assigned.getOrDefault(id, List.of());
            var tombstones = departures.of(id);
            var idle = runs.isEmpty() && tombstones.isEmpty() && ordinal >= pool.minShards();
            var empty = states.containsKey(ordinal)
                    && states.get(ordinal).sessions().map(Set::isEmpty).orElse(false);
            planned.put(id, new PlannedShard(id, runs, tombstones, idle && empty));
        }
    }

    private void put(AccountRequest account, Placement placement) {
        placements.put(account.uid(), placement);
        if (placement instanceof Placement.Assigned(var shard)) {
            assigned.computeIfAbsent(shard, id -> new ArrayList<>()).add(account.accountId());
        }
    }

    private static Placement poolNotFound(String pool) {
        return new Placement.Unplaced(
                Reason.POOL_NOT_FOUND,
                "there is no ConnectorPool " + pool
                        + " in this namespace; create it, or create the account with another" + " poolRef");
    }

    private static Placement sessionBeingDeleted(AccountId id) {
        return new Placement.Unplaced(
                Reason.SESSION_BEING_DELETED,
                "the session of a deleted account with the id " + id + " is still being removed; this one is placed as"
                        + " soon as that is done");
    }
}
