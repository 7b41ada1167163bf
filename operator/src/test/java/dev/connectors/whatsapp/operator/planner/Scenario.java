package dev.connectors.whatsapp.operator.planner;

import dev.connectors.whatsapp.operator.api.DesiredState;
import dev.connectors.whatsapp.operator.api.Pairing;
import dev.connectors.whatsapp.operator.assignment.AccountEntry;
import dev.connectors.whatsapp.operator.assignment.AccountId;
import dev.connectors.whatsapp.operator.assignment.AccountList;
import dev.connectors.whatsapp.operator.assignment.ShardId;
import dev.connectors.whatsapp.operator.assignment.Tombstone;
import dev.connectors.whatsapp.operator.connector.ConnectorReport.Acknowledgement;
import dev.connectors.whatsapp.operator.planner.AccountRequest.Departure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a planner is given. */
record Scenario(List<PoolLimits> pools, List<AccountRequest> accounts, List<ShardState> shards) {
    private static final Instant EPOCH = Instant.parse("2026-01-01T00:00:00Z");
    private static final List<String> POOLS = List.of("default", "canary");

    Plan plan() {
        return Planner.plan(pools, accounts, shards);
    }

    PoolLimits pool(String name) {
        return pools.stream()
                .filter(pool -> pool.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    boolean hasPool(String name) {
        return pools.stream().anyMatch(pool -> pool.name().equals(name));
    }

    Scenario shuffled(long seed) {
        var random = new Random(seed);
        return new Scenario(shuffled(pools, random), shuffled(accounts, random), shuffled(shards, random));
    }

    private static <T> List<T> shuffled(List<T> list, Random random) {
        var copy = new ArrayList<>(list);
        Collections.shuffle(copy, random);
        return copy;
    }

    /** The shards whose list has the account's id. */
    Set<ShardId> listing(AccountId account) {
        return shards.stream()
                .filter(shard -> shard.recorded().accounts().stream()
                        .anyMatch(entry -> entry.accountId().equals(account)))
                .map(ShardState::id)
                .collect(Collectors.toSet());
    }

    Optional<ShardState> shard(ShardId id) {
        return shards.stream().filter(shard -> shard.id().equals(id)).findFirst();
    }

    /** The world after the operator has written these lists, with what the connectors know as it was. */
    Scenario withLists(Map<ShardId, AccountList> lists) {
        var states = new TreeMap<ShardId, ShardState>();
        shards.forEach(shard -> states.put(shard.id(), shard));
        lists.forEach((id, list) -> states.merge(
                id,
                new ShardState(id, list, Optional.empty(), Set.of()),
                (old, fresh) -> new ShardState(id, list, old.sessions(), old.acknowledged())));
        return new Scenario(pools, accounts, List.copyOf(states.values()));
    }

    /** The list that the operator writes for a planned shard. */
    AccountList list(Plan plan, PlannedShard shard, Collection<AccountId> entries) {
        var accountsOfShard = accounts.stream()
                .filter(account -> new Placement.Assigned(shard.id())
                        .equals(plan.placements().get(account.uid())))
                .filter(account -> entries.contains(account.accountId()))
                .map(Scenario::entry)
                .toList();
        return new AccountList(accountsOfShard, shard.tombstones());
    }

    static AccountEntry entry(AccountRequest account) {
        return new AccountEntry(
                account.accountId(),
                account.uid(),
                account.name(),
                account.phone(),
                DesiredState.CONNECTED,
                Pairing.QR_CODE,
                60,
                null);
    }

    static AccountRequest account(String id, int age) {
        return new AccountRequest(
                new AccountId(id),
                "uid-" + id,
                id,
                "+40" + (700_000_000 + id.hashCode() % 100_000_000),
                EPOCH.plusSeconds(age),
                "default",
                Optional.empty(),
                Optional.empty(),
                Departure.STAYS);
    }

    static ShardState shard(int ordinal, AccountRequest... listed) {
        var entries = List.of(listed).stream().map(Scenario::entry).toList();
        return new ShardState(
                new ShardId("default", ordinal), new AccountList(entries, List.of()), Optional.empty(), Set.of());
    }

    /** Anything that can happen, hand-edited lists and clocks of a second among it. */
    static Scenario random(long seed) {
        var random = new Random(seed);
        var pools = POOLS.stream()
                .filter(name -> random.nextInt(10) > 0)
                .map(name -> pool(name, random))
                .toList();
        var accounts = new ArrayList<AccountRequest>();
        var count = random.nextInt(40);
        for (var i = 0; i < count; i++) {
            accounts.add(account(i, random));
        }
        var shards = new ArrayList<ShardState>();
        for (var name : POOLS) {
            for (var ordinal = 0; ordinal < 6; ordinal++) {
                if (random.nextInt(3) > 0) {
                    shards.add(shard(new ShardId(name, ordinal), accounts, random));
                }
            }
        }
        return new Scenario(pools, accounts, shards);
    }

    private static PoolLimits pool(String name, Random random) {
        var min = random.nextInt(3);
        var cordoned = new HashSet<Integer>();
        for (var ordinal = 0; ordinal < 6; ordinal++) {
            if (random.nextInt(8) == 0) {
                cordoned.add(ordinal);
            }
        }
        return new PoolLimits(name, min, min + 1 + random.nextInt(5), 1 + random.nextInt(6), cordoned);
    }

    private static AccountRequest account(int number, Random random) {
        // Every tenth id and every tenth number is somebody else's as well.
        var id = random.nextInt(10) == 0 ? random.nextInt(number + 1) : number;
        var phone = random.nextInt(10) == 0 ? random.nextInt(number + 1) : number;
        var pool = POOLS.get(random.nextInt(4) == 0 ? 1 : 0);
        return new AccountRequest(
                new AccountId("account-" + id),
                "uid-" + Integer.toHexString(number * 7919 % 1000) + "-" + number,
                "resource-" + number,
                "+4070000" + (1000 + phone),
                EPOCH.plusSeconds(random.nextInt(20)),
                pool,
                random.nextInt(6) == 0 ? Optional.of(random.nextInt(6)) : Optional.empty(),
                random.nextInt(3) == 0 ? Optional.of(new ShardId(pool, random.nextInt(6))) : Optional.empty(),
                departure(random));
    }

    private static Departure departure(Random random) {
        return switch (random.nextInt(12)) {
            case 0 -> Departure.LEAVES_SESSION;
            case 1 -> Departure.TAKES_SESSION;
            default -> Departure.STAYS;
        };
    }

    private static ShardState shard(ShardId id, List<AccountRequest> accounts, Random random) {
        var listed = new ArrayList<AccountEntry>();
        var sessions = new HashSet<AccountId>();
        var tombstones = new ArrayList<Tombstone>();
        var acknowledged = new HashSet<Acknowledgement>();
        var seen = new HashSet<AccountId>();
        for (var account : accounts) {
            if (random.nextInt(8) == 0 && seen.add(account.accountId())) {
                listed.add(entry(account));
            }
            if (random.nextInt(8) == 0) {
                sessions.add(account.accountId());
            }
            if (random.nextInt(30) == 0) {
                var uid = random.nextBoolean() ? account.uid() : "uid-of-a-deleted-one";
                tombstones.add(new Tombstone(account.accountId(), uid, true));
                if (random.nextBoolean()) {
                    acknowledged.add(new Acknowledgement(account.accountId(), uid));
                }
            }
        }
        return new ShardState(
                id,
                new AccountList(listed, tombstones),
                random.nextInt(3) == 0 ? Optional.empty() : Optional.of(sessions),
                acknowledged);
    }
}
