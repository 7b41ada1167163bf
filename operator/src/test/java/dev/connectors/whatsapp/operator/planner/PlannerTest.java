package dev.connectors.whatsapp.operator.planner;

import dev.connectors.whatsapp.operator.api.Reason;
import dev.connectors.whatsapp.operator.assignment.AccountId;
import dev.connectors.whatsapp.operator.assignment.AccountList;
import dev.connectors.whatsapp.operator.assignment.ShardId;
import dev.connectors.whatsapp.operator.assignment.Tombstone;
import dev.connectors.whatsapp.operator.connector.ConnectorReport.Acknowledgement;
import dev.connectors.whatsapp.operator.planner.AccountRequest.Departure;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static dev.connectors.whatsapp.operator.planner.Scenario.account;
import static dev.connectors.whatsapp.operator.planner.Scenario.shard;
import static org.assertj.core.api.Assertions.assertThat;

@Tag("P1")
@Tag("P2")
class PlannerTest {
    private static final PoolLimits POOL = new PoolLimits("default", 1, 3, 2, Set.of());

    @Test
    void theThirtyFirstAccountOpensASecondShardAndTheFirstThirtyStay() {
        var pool = new PoolLimits("default", 1, 10, 30, Set.of());
        var accounts =
                IntStream.range(0, 31).mapToObj(i -> account("account-" + i, i)).toList();
        var first = shard(0, accounts.subList(0, 30).toArray(AccountRequest[]::new));

        var plan = Planner.plan(List.of(pool), accounts, List.of(first));

        assertThat(sizes(plan)).isEqualTo(Map.of(0, 30, 1, 1));
        assertThat(shardOf(plan, accounts.getLast())).contains(1);
    }

    @Test
    @Tag("P5")
    void newAccountsAreSpreadEvenlyOverTheShardsThatThereAre() {
        var pool = new PoolLimits("default", 4, 10, 30, Set.of());
        var accounts =
                IntStream.range(0, 50).mapToObj(i -> account("account-" + i, i)).toList();

        var plan = Planner.plan(List.of(pool), accounts, List.of());

        assertThat(sizes(plan)).isEqualTo(Map.of(0, 13, 1, 13, 2, 12, 3, 12));
    }

    @Test
    void anAccountThatFitsNowhereWaitsAndIsToldWhatToRaise() {
        var accounts = IntStream.range(0, 7).mapToObj(i -> account("a" + i, i)).toList();

        var plan = Planner.plan(List.of(POOL), accounts, List.of());

        assertThat(refusal(plan, accounts.getLast()).reason()).isEqualTo(Reason.POOL_FULL);
        assertThat(refusal(plan, accounts.getLast()).message())
                .contains("ConnectorPool default", "spec.shards.max", "spec.maxAccountsPerShard");
    }

    @Test
    void aPoolThatIsNotThereIsNamed() {
        var plan = Planner.plan(List.of(), List.of(account("a", 1)), List.of());

        assertThat(refusal(plan, account("a", 1)).reason()).isEqualTo(Reason.POOL_NOT_FOUND);
        assertThat(plan.shards()).isEmpty();
    }

    @Test
    void aLowerLimitMovesNobodyAndTakesNobodyIn() {
        var here = List.of(account("a", 1), account("b", 2), account("c", 3));
        var other = account("d", 4);
        var shards = List.of(shard(0, here.toArray(AccountRequest[]::new)));

        var plan = Planner.plan(List.of(POOL), List.of(here.get(0), here.get(1), here.get(2), other), shards);

        assertThat(sizes(plan)).isEqualTo(Map.of(0, 3, 1, 1));
        assertThat(shardOf(plan, other)).contains(1);
    }

    @Test
    void anEmptiedListIsPutTogetherAgainFromWhatLiesOnTheVolumes() {
        var a = account("a", 1);
        var b = account("b", 2);
        var shards = List.of(stored(shard(0), "b"), stored(shard(1), "a"));

        var plan = Planner.plan(List.of(POOL), List.of(a, b), shards);

        assertThat(shardOf(plan, a)).contains(1);
        assertThat(shardOf(plan, b)).contains(0);
    }

    @Test
    void theVolumeCountsMoreThanTheListAndTheListMoreThanTheStatus() {
        var account = lastOn(account("a", 1), 2);
        var listed = shard(1, account);
        var nothingKnown = List.of(shard(0), listed, shard(2));
        var lacking = List.of(stored(shard(0), "a"), stored(listed), shard(2));
        var listLost = List.of(shard(0), shard(1), shard(2));

        assertThat(shardOf(Planner.plan(List.of(POOL), List.of(account), nothingKnown), account))
                .contains(1);
        assertThat(shardOf(Planner.plan(List.of(POOL), List.of(account), lacking), account))
                .contains(0);
        assertThat(shardOf(Planner.plan(List.of(POOL), List.of(account), listLost), account))
                .contains(2);
    }

    @Test
    void aVolumeOfWhichNothingIsKnownLosesNoAccountToALeftoverElsewhere() {
        var account = account("a", 1);
        var shards = List.of(stored(shard(0), "a"), shard(1, account));

        var plan = Planner.plan(List.of(POOL), List.of(account), shards);

        assertThat(shardOf(plan, account)).contains(1);
    }

    @Test
    void anAccountWhoseSessionLiesOnAFullShardWaitsForIt() {
        var returning = account("returning", 3);
        var shards = List.of(stored(shard(0, account("a", 1), account("b", 2)), "a", "b", "returning"));

        var plan = Planner.plan(List.of(POOL), List.of(account("a", 1), account("b", 2), returning), shards);

        assertThat(refusal(plan, returning).reason()).isEqualTo(Reason.SESSION_SHARD_FULL);
        assertThat(refusal(plan, returning).message()).contains("whatsapp-default-0");
    }

    @Test
    void aStatusIsWorthNothingWhenTheVolumeItNamesIsFullAndLacksTheSession() {
        var account = lastOn(account("late", 3), 0);
        var shards = List.of(stored(shard(0, account("a", 1), account("b", 2)), "a", "b"));

        var plan = Planner.plan(List.of(POOL), List.of(account("a", 1), account("b", 2), account), shards);

        assertThat(shardOf(plan, account)).contains(1);
    }

    @Test
    void aPinIsKeptOrTheAccountWaits() {
        var pool = new PoolLimits("default", 3, 4, 1, Set.of(1));
        var resident = account("resident", 1);
        var full = pinned(account("full", 2), 0);
        var cordoned = pinned(account("cordoned", 3), 1);
        var fine = pinned(account("fine", 4), 2);
        var missing = pinned(account("missing", 5), 3);

        var plan = Planner.plan(
                List.of(pool), List.of(resident, full, cordoned, fine, missing), List.of(shard(0, resident)));

        assertThat(refusal(plan, full).reason()).isEqualTo(Reason.PINNED_SHARD_FULL);
        assertThat(refusal(plan, cordoned).reason()).isEqualTo(Reason.PINNED_SHARD_CORDONED);
        assertThat(shardOf(plan, fine)).contains(2);
        assertThat(refusal(plan, missing).reason()).isEqualTo(Reason.PINNED_SHARD_NOT_FOUND);
        assertThat(plan.shards()).doesNotContainKey(new ShardId("default", 3));
    }

    @Test
    void aPinnedAccountIsPlacedBeforeOlderOnesThatHaveTheChoice() {
        var pool = new PoolLimits("default", 2, 2, 1, Set.of());
        var free = account("free", 1);
        var pinned = pinned(account("pinned", 2), 0);

        var plan = Planner.plan(List.of(pool), List.of(free, pinned), List.of());

        assertThat(shardOf(plan, pinned)).contains(0);
        assertThat(shardOf(plan, free)).contains(1);
    }

    @Test
    void aCordonedShardKeepsItsAccountsAndTakesNoOthers() {
        var pool = new PoolLimits("default", 1, 3, 2, Set.of(0));
        var resident = account("resident", 1);
        var fresh = account("fresh", 2);

        var plan = Planner.plan(List.of(pool), List.of(resident, fresh), List.of(shard(0, resident)));

        assertThat(shardOf(plan, resident)).contains(0);
        assertThat(shardOf(plan, fresh)).contains(1);
    }

    @Test
    void ofTwoAccountsWithOneIdTheOldestKeepsIt() {
        var older = named(account("same", 1), "older");
        var younger = named(account("same", 2), "younger");

        var plan = Planner.plan(List.of(POOL), List.of(younger, older), List.of(shard(0, older)));

        assertThat(shardOf(plan, older)).contains(0);
        assertThat(refusal(plan, younger).reason()).isEqualTo(Reason.ACCOUNT_ID_IN_USE);
        assertThat(refusal(plan, younger).message()).contains("the WhatsAppAccount older");
    }

    @Test
    void withinASecondTheOneThatAListHasIsTheOlder() {
        var listed = named(account("same", 1), "zzz");
        var late = named(account("same", 1), "aaa");

        var plan = Planner.plan(List.of(POOL), List.of(late, listed), List.of(shard(0, listed)));

        assertThat(shardOf(plan, listed)).contains(0);
        assertThat(refusal(plan, late).reason()).isEqualTo(Reason.ACCOUNT_ID_IN_USE);
    }

    @Test
    void anAccountThatTakesANumberInUseDisturbsOnlyItself() {
        var owner = withPhone(account("owner", 2), "+40712345678");
        var intruder = withPhone(account("intruder", 1), "+40712345678");
        var lists = shard(0, owner, withPhone(intruder, "+40787654321"));

        var plan = Planner.plan(List.of(POOL), List.of(owner, intruder), List.of(lists));

        assertThat(shardOf(plan, owner)).contains(0);
        assertThat(refusal(plan, intruder).reason()).isEqualTo(Reason.PHONE_NUMBER_IN_USE);
        assertThat(refusal(plan, intruder).message()).doesNotContain("+40712345678");
    }

    @Test
    @Tag("A7")
    void aDeletedAccountFreesItsSlotAndMayGoWhenNoListHasIt() {
        var leaving = departing(account("a", 1), Departure.LEAVES_SESSION);

        var before = Planner.plan(List.of(POOL), List.of(leaving), List.of(shard(0, leaving)));
        var after = Planner.plan(List.of(POOL), List.of(leaving), List.of(shard(0)));

        assertThat(before.placements().get(leaving.uid())).isEqualTo(new Placement.Leaving(false));
        assertThat(sizes(before)).isEqualTo(Map.of(0, 0));
        assertThat(before.shards().firstEntry().getValue().tombstones()).isEmpty();
        assertThat(after.placements().get(leaving.uid())).isEqualTo(new Placement.Leaving(true));
    }

    @Test
    void aDeletedSessionIsWaitedFor() {
        var leaving = departing(account("a", 1), Departure.TAKES_SESSION);
        var tombstone = new Tombstone(leaving.accountId(), leaving.uid(), true);
        var buried = new ShardState(
                new ShardId("default", 0), new AccountList(List.of(), List.of(tombstone)), Optional.empty(), Set.of());
        var gone = new ShardState(
                buried.id(),
                buried.recorded(),
                Optional.of(Set.of()),
                Set.of(new Acknowledgement(leaving.accountId(), leaving.uid())));

        var first = Planner.plan(List.of(POOL), List.of(leaving), List.of(shard(0, leaving)));
        var waiting = Planner.plan(List.of(POOL), List.of(leaving), List.of(buried));
        var done = Planner.plan(List.of(POOL), List.of(leaving), List.of(gone));
        var afterwards = Planner.plan(List.of(POOL), List.of(), List.of(gone));

        assertThat(tombstones(first)).containsExactly(tombstone);
        assertThat(waiting.placements().get(leaving.uid())).isEqualTo(new Placement.Leaving(false));
        assertThat(tombstones(waiting)).containsExactly(tombstone);
        assertThat(done.placements().get(leaving.uid())).isEqualTo(new Placement.Leaving(true));
        assertThat(tombstones(done)).containsExactly(tombstone);
        assertThat(tombstones(afterwards)).isEmpty();
    }

    @Test
    void withShardAndVolumeGoneThereIsNothingToWaitFor() {
        var leaving = lastOn(departing(account("a", 1), Departure.TAKES_SESSION), 7);

        var plan = Planner.plan(List.of(POOL), List.of(leaving), List.of());

        assertThat(plan.placements().get(leaving.uid())).isEqualTo(new Placement.Leaving(true));
    }

    @Test
    void aRefusedDoubleThatIsDeletedTakesNobodysSession() {
        var owner = named(account("same", 1), "owner");
        var refused = departing(named(account("same", 2), "refused"), Departure.TAKES_SESSION);

        var plan = Planner.plan(List.of(POOL), List.of(owner, refused), List.of(stored(shard(0, owner), "same")));

        assertThat(shardOf(plan, owner)).contains(0);
        assertThat(tombstones(plan)).isEmpty();
        assertThat(plan.placements().get(refused.uid())).isEqualTo(new Placement.Leaving(true));
    }

    @Test
    void aTombstoneForAnAccountThatStaysIsDropped() {
        var account = account("a", 1);
        var forged = new AccountList(
                List.of(Scenario.entry(account)), List.of(new Tombstone(account.accountId(), account.uid(), true)));
        var shard = new ShardState(new ShardId("default", 0), forged, Optional.empty(), Set.of());

        var plan = Planner.plan(List.of(POOL), List.of(account), List.of(shard));

        assertThat(tombstones(plan)).isEmpty();
        assertThat(shardOf(plan, account)).contains(0);
    }

    @Test
    void whoTakesOverAnIdWaitsUntilTheOldSessionIsDeleted() {
        var tombstone = new Tombstone(new AccountId("a"), "uid-of-the-former", true);
        var shard = new ShardState(
                new ShardId("default", 0), new AccountList(List.of(), List.of(tombstone)), Optional.empty(), Set.of());

        var plan = Planner.plan(List.of(POOL), List.of(account("a", 1)), List.of(shard));

        assertThat(refusal(plan, account("a", 1)).reason()).isEqualTo(Reason.SESSION_BEING_DELETED);
    }

    @Test
    void aShardIsSurplusOnlyWhenItsVolumeIsKnownToBeEmpty() {
        var shards = List.of(stored(shard(1)), shard(2), stored(shard(3), "left-behind"));

        var plan = Planner.plan(List.of(POOL), List.of(), shards);

        assertThat(plan.shards().values())
                .filteredOn(PlannedShard::surplus)
                .extracting(shard -> shard.id().ordinal())
                .containsExactly(1);
    }

    @Test
    void aHundredThousandAccountsArePlannedInUnderASecond() {
        var pool = new PoolLimits("default", 1, 1000, 100, Set.of());
        var accounts = IntStream.range(0, 100_000)
                .mapToObj(i -> withPhone(account("account-" + i, i % 5000), "+4" + (700_000_000 + i)))
                .toList();
        var empty = Planner.plan(List.of(pool), accounts, List.of());
        var byId = accounts.stream().collect(Collectors.toMap(AccountRequest::accountId, a -> a));
        var shards = empty.shards().values().stream()
                .map(shard -> new ShardState(
                        shard.id(),
                        new AccountList(
                                shard.accounts().stream()
                                        .map(id -> Scenario.entry(byId.getOrDefault(id, accounts.getFirst())))
                                        .toList(),
                                List.of()),
                        Optional.of(Set.copyOf(shard.accounts())),
                        Set.of()))
                .toList();

        var again = Planner.plan(List.of(pool), accounts, shards);
        var took = IntStream.range(0, 5)
                .mapToObj(run -> {
                    var started = ownProcessorTime();
                    Planner.plan(List.of(pool), accounts, shards);
                    return ownProcessorTime().minus(started);
                })
                .min(Comparator.naturalOrder())
                .orElseThrow();

        assertThat(again.placements()).isEqualTo(empty.placements()).hasSize(100_000);
        // A guard against quadratic ways, which would take minutes; it takes some 200 ms. Of this thread's own time, so
        // that
        // a busy machine does not decide.
        assertThat(took).isLessThan(Duration.ofSeconds(1));
    }

    private static Duration ownProcessorTime() {
        return Duration.ofNanos(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime());
    }

    private static Optional<Integer> shardOf(Plan plan, AccountRequest account) {
        return plan.placements().get(account.uid()) instanceof Placement.Assigned(var shard)
                ? Optional.of(shard.ordinal())
                : Optional.empty();
    }

    private static Placement.Unplaced refusal(Plan plan, AccountRequest account) {
        var placement = plan.placements().get(account.uid());
        assertThat(placement).isInstanceOf(Placement.Unplaced.class);
        return (Placement.Unplaced) placement;
    }

    private static Map<Integer, Integer> sizes(Plan plan) {
        return plan.shards().values().stream()
                .collect(Collectors.toMap(
                        shard -> shard.id().ordinal(), shard -> shard.accounts().size()));
    }

    private static List<Tombstone> tombstones(Plan plan) {
        return plan.shards().values().stream()
                .flatMap(shard -> shard.tombstones().stream())
                .toList();
    }

    private static ShardState stored(ShardState shard, String... sessions) {
        var ids = List.of(sessions).stream().map(AccountId::new).collect(Collectors.toSet());
        return new ShardState(shard.id(), shard.recorded(), Optional.of(ids), shard.acknowledged());
    }

    private static AccountRequest pinned(AccountRequest a, int shard) {
        return new AccountRequest(
                a.accountId(),
                a.uid(),
                a.name(),
                a.phone(),
                a.created(),
                a.pool(),
                Optional.of(shard),
                a.lastShard(),
                a.departure());
    }

    private static AccountRequest lastOn(AccountRequest a, int shard) {
        return new AccountRequest(
                a.accountId(),
                a.uid(),
                a.name(),
                a.phone(),
                a.created(),
                a.pool(),
                a.pin(),
                Optional.of(new ShardId(a.pool(), shard)),
                a.departure());
    }

    private static AccountRequest named(AccountRequest a, String name) {
        return new AccountRequest(
                a.accountId(),
                "uid-" + name,
                name,
                a.phone() + name.length(),
                a.created(),
                a.pool(),
                a.pin(),
                a.lastShard(),
                a.departure());
    }

    private static AccountRequest withPhone(AccountRequest a, String phone) {
        return new AccountRequest(
                a.accountId(), a.uid(), a.name(), phone, a.created(), a.pool(), a.pin(), a.lastShard(), a.departure());
    }

    private static AccountRequest departing(AccountRequest a, Departure departure) {
        return new AccountRequest(
                a.accountId(), a.uid(), a.name(), a.phone(), a.created(), a.pool(), a.pin(), a.lastShard(), departure);
    }
}
