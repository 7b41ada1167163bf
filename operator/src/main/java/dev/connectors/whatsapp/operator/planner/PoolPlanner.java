package dev.connectors.whatsapp.operator.planner;

import dev.connectors.whatsapp.operator.api.Reason;
import dev.connectors.whatsapp.operator.assignment.ShardId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.TreeMap;

/**
 * Places the accounts of one pool, those with the better right first: the ones that a shard lists, the ones that return to
 * their session, the pinned, then the new ones, and among equals the oldest.
 *
 * <p>Capacity limits whom a shard takes in. Whoever its list has already stays, also when the limit was lowered since:
 * moving would cost the session.
 */
final class PoolPlanner {
    private final PoolLimits pool;
    private final Evidence evidence;
    /** Number of each shard → accounts that it has so far. */
    private final Map<Integer, Integer> load = new TreeMap<>();

    private final Map<AccountRequest, Placement> placements = new LinkedHashMap<>();

    PoolPlanner(PoolLimits pool, Collection<ShardState> shards) {
        this.pool = pool;
        this.evidence = new Evidence(pool, shards);
        evidence.existing().forEach(ordinal -> load.put(ordinal, 0));
    }

    /**
     * Places them.
     *
     * @param accounts the oldest first
     */
    Map<AccountRequest, Placement> place(List<AccountRequest> accounts) {
        var moving = new LinkedHashMap<AccountRequest, Home>();
        var remembered = new LinkedHashMap<AccountRequest, Integer>();
        var pinned = new ArrayList<AccountRequest>();
        var fresh = new ArrayList<AccountRequest>();
        for (var account : accounts) {
            var home = evidence.of(account);
            if (account.pin().isPresent()) {
                keepPinned(account, home, pinned);
                continue;
            }
            switch (home) {
                case Evidence.Home.Listed(var shard, var session) -> {
                    assign(account, shard);
                    session.ifPresent(there -> moving.put(account, new Home(shard, there)));
                }
                case Evidence.Home.Remembered(var shard) -> remembered.put(account, shard);
                case Evidence.Home.None() -> fresh.add(account);
            }
        }
        moving.forEach(this::move);
        remembered.forEach((account, shard) -> takeBack(account, shard, fresh));
        pinned.forEach(this::pin);
        placeFresh(fresh.stream().sorted(AccountRequest.SENIORITY).toList());
        return placements;
    }

    /** Numbers of all shards that there are to be. */
    Collection<Integer> shards() {
        return load.keySet();
    }

    private record Home(int listed, int session) {}

    private void keepPinned(AccountRequest account, Evidence.Home home, List<AccountRequest> others) {
        if (home instanceof Evidence.Home.Listed(var shard, var session)
                && account.pin().equals(Optional.of(shard))) {
            assign(account, shard);
        } else {
            others.add(account);
        }
    }

    private void move(AccountRequest account, Home home) {
        if (hasRoom(home.session())) {
            load.merge(home.listed(), -1, Integer::sum);
            assign(account, home.session());
        }
    }

    private void takeBack(AccountRequest account, int shard, List<AccountRequest> fresh) {
        if (hasRoom(shard)) {
            assign(account, shard);
        } else if (evidence.isKnownToLack(shard, account.accountId())) {
            fresh.add(account);
        } else {
            refuse(
                    account,
                    Reason.SESSION_SHARD_FULL,
                    "the account's session lies on shard " + name(shard) + ", which has its " + pool.capacity()
                            + " accounts; raise spec.maxAccountsPerShard of the ConnectorPool " + pool.name()
                            + ", or delete an account of that shard");
        }
    }

    private void pin(AccountRequest account) {
        var shard = account.pin().orElseThrow();
        var belongs = evidence.of(account) instanceof Evidence.Home.Remembered(var home) && home == shard;
        if (!load.containsKey(shard)) {
            refuse(
                    account,
                    Reason.PINNED_SHARD_NOT_FOUND,
                    "spec.shard is " + shard + ", but the ConnectorPool " + pool.name() + " has the shards "
                            + load.keySet() + "; remove spec.shard, or raise spec.shards.min of the pool");
        } else if (!pool.isOpen(shard) && !belongs) {
            refuse(
                    account,
                    Reason.PINNED_SHARD_CORDONED,
                    "spec.shard is " + shard + ", which takes no new accounts; remove spec.shard, or the shard from"
                            + " spec.cordonedShards of the ConnectorPool " + pool.name());
        } else if (!hasRoom(shard)) {
            refuse(
                    account,
                    Reason.PINNED_SHARD_FULL,
                    "spec.shard is " + shard + ", which has its " + pool.capacity()
                            + " accounts; remove spec.shard, raise spec.maxAccountsPerShard of the ConnectorPool "
                            + pool.name() + ", or delete an account of that shard");
        } else {
            assign(account, shard);
        }
    }

    private void placeFresh(List<AccountRequest> accounts) {
        var open = new PriorityQueue<Slot>(Comparator.comparingInt(Slot::load).thenComparingInt(Slot::shard));
        load.forEach((shard, count) -> offer(open, shard));
        for (var account : accounts) {
            if (open.isEmpty()) {
                next().ifPresent(shard -> {
                    load.put(shard, 0);
                    offer(open, shard);
                });
            }
            var slot = open.poll();
            if (slot == null) {
                refuse(account, Reason.POOL_FULL, full());
            } else {
                assign(account, slot.shard());
                offer(open, slot.shard());
            }
        }
    }

    private record Slot(int load, int shard) {}

    private void offer(PriorityQueue<Slot> open, int shard) {
        if (pool.isOpen(shard) && hasRoom(shard)) {
            open.add(new Slot(load.getOrDefault(shard, 0), shard));
        }
    }

    /** The lowest number that a new shard may have. */
    private Optional<Integer> next() {
        for (var shard = 0; shard < pool.maxShards(); shard++) {
            if (!load.containsKey(shard) && pool.isOpen(shard)) {
                return Optional.of(shard);
            }
        }
        return Optional.empty();
    }

    private String full() {
        return "every shard of the ConnectorPool " + pool.name() + " is full (" + pool.capacity()
                + " accounts) or closed for new accounts, and there may be " + pool.maxShards()
                + " shards; raise its spec.shards.max or spec.maxAccountsPerShard, or uncordon a shard";
    }

    private boolean hasRoom(int shard) {
        return load.getOrDefault(shard, 0) < pool.capacity();
    }

    private void assign(AccountRequest account, int shard) {
        load.merge(shard, 1, Integer::sum);
        placements.put(account, new Placement.Assigned(new ShardId(pool.name(), shard)));
    }

    private void refuse(AccountRequest account, Reason reason, String message) {
        placements.put(account, new Placement.Unplaced(reason, message));
    }

    private String name(int shard) {
        return new ShardId(pool.name(), shard).name();
    }
}
