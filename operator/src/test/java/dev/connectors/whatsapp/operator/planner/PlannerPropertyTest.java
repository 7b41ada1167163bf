package dev.connectors.whatsapp.operator.planner;

import dev.connectors.whatsapp.operator.api.Reason;
import dev.connectors.whatsapp.operator.assignment.AccountId;
import dev.connectors.whatsapp.operator.assignment.AccountList;
import dev.connectors.whatsapp.operator.assignment.ShardId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What holds of every plan, whatever the world looks like. The seed of a failure is in the name of the test. */
@Tag("P1")
@Tag("P2")
@Tag("P5")
class PlannerPropertyTest {
    private static final int SCENARIOS_A_TEST = 100;

    /** 15 times 100 scenarios; each of them is held against every rule. */
    static LongStream seeds() {
        return LongStream.range(0, 15);
    }

    @ParameterizedTest(name = "seeds from {0}00")
    @MethodSource("seeds")
    void everyRuleHolds(long hundreds) {
        for (var seed = hundreds * SCENARIOS_A_TEST; seed < (hundreds + 1) * SCENARIOS_A_TEST; seed++) {
            var scenario = Scenario.random(seed);
            var plan = scenario.plan();

            try {
                everyAccountHasOnePlacementAndNoIdTwoShards(scenario, plan);
                noShardTakesInMoreThanItsPoolAllows(scenario, plan);
                anAccountStaysWhereItsSessionIs(scenario, plan);
                aPinnedAccountIsOnItsShardOrNowhere(scenario, plan);
                anIdAndANumberHaveOneAccount(scenario, plan);
                newShardsAreOpenedOnlyWhenNeeded(scenario, plan);
                aPoolIsFullOnlyWhenItIs(scenario, plan);
                closedShardsTakeOnlyWhoBelongsThere(scenario, plan);
                nobodyIsPlacedWhereItsSessionIsBeingDeleted(plan);
                theOrderOfTheInputDoesNotMatter(scenario, plan, seed);
            } catch (AssertionError e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
        }
    }

    @ParameterizedTest(name = "seeds from {0}00")
    @MethodSource("seeds")
    void noAccountIsEverInTwoListsAndAllComesToRest(long hundreds) {
        for (var seed = hundreds * SCENARIOS_A_TEST; seed < (hundreds + 1) * SCENARIOS_A_TEST; seed++) {
            var random = new Random(seed);
            var world = withoutDoubles(Scenario.random(seed));
            for (var step = 0; step < 200; step++) {
                var change = oneWrite(world, random);
                if (change.isEmpty()) {
                    break;
                }
                world = world.withLists(change.get());

                assertThat(doubles(world))
                        .describedAs("seed %d, write %d", seed, step)
                        .isEmpty();
            }

            assertThat(oneWrite(world, random))
                    .describedAs("seed %d: at rest", seed)
                    .isEmpty();
        }
    }

    private static void everyAccountHasOnePlacementAndNoIdTwoShards(Scenario scenario, Plan plan) {
        assertThat(plan.placements().keySet())
                .containsExactlyInAnyOrderElementsOf(
                        scenario.accounts().stream().map(AccountRequest::uid).toList());
        var placed = plan.shards().values().stream()
                .flatMap(shard -> shard.accounts().stream())
                .toList();
        assertThat(placed).doesNotHaveDuplicates();
        var assigned = scenario.accounts().stream()
                .filter(account -> shardOf(plan, account).isPresent())
                .map(AccountRequest::accountId)
                .toList();
        assertThat(placed).containsExactlyInAnyOrderElementsOf(assigned);
    }

    private static void noShardTakesInMoreThanItsPoolAllows(Scenario scenario, Plan plan) {
        plan.shards().forEach((id, shard) -> {
            if (shard.accounts().size() > scenario.pool(id.pool()).capacity()) {
                assertThat(shard.accounts())
                        .describedAs("above its capacity %s has only whom its list had", id)
                        .allMatch(account -> scenario.listing(account).contains(id));
            }
        });
    }

    private static void anAccountStaysWhereItsSessionIs(Scenario scenario, Plan plan) {
        for (var account : scenario.accounts()) {
            var lists = scenario.listing(account.accountId()).stream()
                    .filter(shard -> shard.pool().equals(account.pool()))
                    .toList();
            if (lists.size() == 1 && account.pin().isEmpty() && isAdmitted(plan, account)) {
                var list = lists.getFirst();
                var lacks = scenario.shard(list)
                        .orElseThrow()
                        .sessions()
                        .map(sessions -> !sessions.contains(account.accountId()))
                        .orElse(false);
                var storedElsewhere = scenario.shards().stream()
                        .filter(shard -> shard.id().pool().equals(account.pool()))
                        .filter(shard -> shard.sessions()
                                .map(sessions -> sessions.contains(account.accountId()))
                                .orElse(false))
                        .map(ShardState::id)
                        .toList();
                var now = shardOf(plan, account).orElseThrow();
                if (lacks && !storedElsewhere.isEmpty()) {
                    assertThat(now)
                            .isIn(list, storedElsewhere.getFirst(), storedElsewhere.getLast())
                            .satisfies(shard -> assertThat(shard.equals(list) || storedElsewhere.contains(shard))
                                    .isTrue());
                } else {
                    assertThat(now).isEqualTo(list);
                }
            }
        }
    }

    private static void aPinnedAccountIsOnItsShardOrNowhere(Scenario scenario, Plan plan) {
        for (var account : scenario.accounts()) {
            account.pin()
                    .ifPresent(pin -> assertThat(shardOf(plan, account))
                            .satisfiesAnyOf(
                                    shard -> assertThat(shard).isEmpty(),
                                    shard -> assertThat(shard).contains(new ShardId(account.pool(), pin))));
        }
    }

    private static void anIdAndANumberHaveOneAccount(Scenario scenario, Plan plan) {
        var byPhone = new HashMap<String, AccountRequest>();
        for (var account : scenario.accounts()) {
            if (shardOf(plan, account).isPresent()) {
                assertThat(byPhone.put(account.phone(), account)).isNull();
                assertThat(scenario.accounts())
                        .filteredOn(other -> other.accountId().equals(account.accountId()))
                        .describedAs("the oldest has the id")
                        .noneMatch(other -> other.created().isBefore(account.created()));
            }
        }
    }

    private static void newShardsAreOpenedOnlyWhenNeeded(Scenario scenario, Plan plan) {
        for (var pool : scenario.pools()) {
            var opened = plan.shards().values().stream()
                    .filter(shard -> shard.id().pool().equals(pool.name()))
                    .filter(shard -> shard.id().ordinal() >= pool.minShards())
                    .filter(shard -> scenario.shard(shard.id()).isEmpty())
                    .toList();
            assertThat(opened)
                    .allMatch(shard -> shard.id().ordinal() < pool.maxShards())
                    .noneMatch(shard -> shard.accounts().isEmpty());
            if (!opened.isEmpty()) {
                assertThat(plan.shards().values().stream()
                                .filter(shard -> shard.id().pool().equals(pool.name()))
                                .filter(shard -> pool.isOpen(shard.id().ordinal()))
                                .filter(shard -> shard.accounts().size() < pool.capacity()))
                        .describedAs("open shards with room beside new ones")
                        .hasSizeLessThanOrEqualTo(1);
            }
        }
    }

    private static void aPoolIsFullOnlyWhenItIs(Scenario scenario, Plan plan) {
        for (var account : scenario.accounts()) {
            if (plan.placements().get(account.uid()) instanceof Placement.Unplaced(var reason, var message)
                    && reason == Reason.POOL_FULL) {
                var pool = scenario.pool(account.pool());
                for (var ordinal = 0; ordinal < pool.maxShards(); ordinal++) {
                    var shard = plan.shards().get(new ShardId(pool.name(), ordinal));
                    assertThat(!pool.isOpen(ordinal)
                                    || (shard != null && shard.accounts().size() >= pool.capacity()))
                            .isTrue();
                }
                assertThat(message).contains(pool.name(), "spec.shards.max");
            }
        }
    }

    private static void closedShardsTakeOnlyWhoBelongsThere(Scenario scenario, Plan plan) {
        for (var account : scenario.accounts()) {
            shardOf(plan, account)
                    .filter(shard -> !scenario.pool(shard.pool()).isOpen(shard.ordinal()))
                    .ifPresent(shard -> {
                        var state = scenario.shard(shard);
                        var listed = scenario.listing(account.accountId()).contains(shard);
                        var stored = state.flatMap(ShardState::sessions)
                                .map(sessions -> sessions.contains(account.accountId()))
                                .orElse(false);
                        assertThat(listed || stored || account.lastShard().equals(Optional.of(shard)))
                                .isTrue();
                    });
        }
    }

    private static void nobodyIsPlacedWhereItsSessionIsBeingDeleted(Plan plan) {
        plan.shards().values().forEach(shard -> {
            var buried = shard.tombstones().stream()
                    .map(tombstone -> tombstone.uid())
                    .toList();
            assertThat(plan.placements().entrySet())
                    .filteredOn(entry -> buried.contains(entry.getKey()))
                    .noneMatch(entry -> entry.getValue() instanceof Placement.Assigned);
        });
    }

    private static void theOrderOfTheInputDoesNotMatter(Scenario scenario, Plan plan, long seed) {
        assertThat(scenario.shuffled(seed).plan()).isEqualTo(plan);
    }

    /** One list as the plan wants it, and as it may be written; empty if every list is so already. */
    private static Optional<Map<ShardId, AccountList>> oneWrite(Scenario world, Random random) {
        var plan = world.plan();
        var writable = Handover.writable(plan, world.shards());
        var changes = new ArrayList<Map<ShardId, AccountList>>();
        for (var shard : plan.shards().values()) {
            var list = world.list(plan, shard, writable.getOrDefault(shard.id(), List.of()));
            var present = world.shard(shard.id()).map(ShardState::recorded);
            if (!present.equals(Optional.of(list))) {
                changes.add(Map.of(shard.id(), list));
            }
        }
        return changes.isEmpty() ? Optional.empty() : Optional.of(changes.get(random.nextInt(changes.size())));
    }

    private static Scenario withoutDoubles(Scenario scenario) {
        var seen = new HashSet<AccountId>();
        var lists = new HashMap<ShardId, AccountList>();
        for (var shard : scenario.shards()) {
            var entries = shard.recorded().accounts().stream()
                    .filter(entry -> seen.add(entry.accountId()))
                    .filter(entry -> scenario.hasPool(shard.id().pool()))
                    .toList();
            lists.put(shard.id(), new AccountList(entries, shard.recorded().tombstones()));
        }
        return scenario.withLists(lists);
    }

    private static List<AccountId> doubles(Scenario world) {
        return world.shards().stream()
                .flatMap(shard -> shard.recorded().accounts().stream())
                .collect(Collectors.groupingBy(entry -> entry.accountId(), Collectors.counting()))
                .entrySet()
                .stream()
                .filter(entry -> entry.getValue() > 1)
                .map(Map.Entry::getKey)
                .toList();
    }

    private static boolean isAdmitted(Plan plan, AccountRequest account) {
        return switch (plan.placements().get(account.uid())) {
            case null -> false;
            case Placement.Leaving l -> false;
            case Placement.Assigned a -> true;
            case Placement.Unplaced(var reason, var message) ->
                switch (reason) {
                    case ACCOUNT_ID_IN_USE, PHONE_NUMBER_IN_USE, SESSION_BEING_DELETED, POOL_NOT_FOUND -> false;
                    default -> true;
                };
        };
    }

    private static Optional<ShardId> shardOf(Plan plan, AccountRequest account) {
        return Optional.ofNullable(plan.placements().get(account.uid()))
                .map(Function.identity())
                .filter(Placement.Assigned.class::isInstance)
                .map(Placement.Assigned.class::cast)
                .map(Placement.Assigned::shard);
    }
}
