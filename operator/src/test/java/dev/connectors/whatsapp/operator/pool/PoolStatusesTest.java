package dev.connectors.whatsapp.operator.pool;

import dev.connectors.whatsapp.operator.api.ConditionStatus;
import dev.connectors.whatsapp.operator.api.ConditionType;
import dev.connectors.whatsapp.operator.api.Conditions;
import dev.connectors.whatsapp.operator.api.ConnectorPool;
import dev.connectors.whatsapp.operator.api.ConnectorPoolStatus;
import dev.connectors.whatsapp.operator.api.Reason;
import dev.connectors.whatsapp.operator.api.ShardPhase;
import dev.connectors.whatsapp.operator.api.ShardStatus;
import dev.connectors.whatsapp.operator.assignment.ShardId;
import dev.connectors.whatsapp.operator.connector.Heard;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PoolStatusesTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    private final Map<ShardId, Heard> heard = new HashMap<>();
    private final ConnectorPool pool = Worlds.pool();

    private ConnectorPoolStatus next(World world, Instant at) {
        var statuses =
                new PoolStatuses(Clock.fixed(at, ZoneOffset.UTC), shard -> Optional.ofNullable(heard.get(shard)));
        return statuses.next(pool, world, world.plan(shard -> Optional.empty()));
    }

    private static Heard misses(int misses) {
        return new Heard(Optional.of("pod"), Optional.empty(), misses, 0);
    }

    private static World twoShards(int readyOfTheSecond) {
        return Worlds.of(
                List.of(Worlds.account("a"), Worlds.account("bb")),
                Worlds.list(0, Worlds.entry("a")),
                Worlds.list(1, Worlds.entry("bb")),
                Worlds.workload(0, 1),
                Worlds.workload(1, readyOfTheSecond));
    }

    @Test
    void aPoolWhoseAccountsAllHaveReadyShardsIsReady() {
        var status = next(twoShards(1), NOW);

        assertThat(status.shards())
                .containsExactly(
                        new ShardStatus(0, "whatsapp-default-0", ShardPhase.READY, 1, true),
                        new ShardStatus(1, "whatsapp-default-1", ShardPhase.CORDONED, 1, true));
        assertThat(status.replicas()).isEqualTo(2);
        assertThat(status.readyShards()).isEqualTo(2);
        assertThat(status.accounts()).isEqualTo(2);
        assertThat(status.pendingAccounts()).isZero();
        assertThat(status.observedGeneration()).isEqualTo(3);
        assertThat(condition(status, ConditionType.READY)).isEqualTo(ConditionStatus.TRUE);
        assertThat(condition(status, ConditionType.SCHEDULED)).isEqualTo(ConditionStatus.TRUE);
    }

    @Test
    void aShardWithoutAReadyPodIsStartingAndThePoolIsNotReady() {
        var status = next(twoShards(0), NOW);

        assertThat(status.shards())
                .extracting(ShardStatus::phase)
                .containsExactly(ShardPhase.READY, ShardPhase.STARTING);
        assertThat(condition(status, ConditionType.READY)).isEqualTo(ConditionStatus.FALSE);
        assertThat(reason(status, ConditionType.READY)).isEqualTo(Reason.SHARDS_NOT_READY);
        assertThat(condition(status, ConditionType.SCHEDULED)).isEqualTo(ConditionStatus.TRUE);
    }

    @Test
    void aConnectorThatMissedThreeQuestionsIsUnreachable() {
        heard.put(new ShardId("default", 0), misses(2));
        assertThat(next(twoShards(1), NOW).shards().getFirst().phase()).isEqualTo(ShardPhase.READY);

        heard.put(new ShardId("default", 0), misses(3));
        assertThat(next(twoShards(1), NOW).shards().getFirst().phase()).isEqualTo(ShardPhase.UNREACHABLE);
    }

    @Test
    void accountsThatFitNowhereAreCounted() {
        var world = Worlds.of(
                List.of(Worlds.account("a"), Worlds.account("bb"), Worlds.account("ccc")),
                Worlds.list(0, Worlds.entry("a")),
                Worlds.list(1, Worlds.entry("bb")),
                Worlds.workload(0, 1),
                Worlds.workload(1, 1));

        var status = next(world, NOW);

        assertThat(status.pendingAccounts()).isEqualTo(1);
        assertThat(status.accounts()).isEqualTo(2);
        assertThat(reason(status, ConditionType.SCHEDULED)).isEqualTo(Reason.ACCOUNTS_PENDING);
        assertThat(reason(status, ConditionType.READY)).isEqualTo(Reason.ACCOUNTS_PENDING);
    }

    @Test
    void timeAloneChangesNothing() {
        var before = next(twoShards(1), NOW);
        pool.setStatus(before);

        assertThat(next(twoShards(1), NOW.plusSeconds(600))).isEqualTo(before);
    }

    private static ConditionStatus condition(ConnectorPoolStatus status, ConditionType type) {
        return Conditions.find(status.conditions(), type).orElseThrow().status();
    }

    private static Reason reason(ConnectorPoolStatus status, ConditionType type) {
        return Conditions.find(status.conditions(), type).orElseThrow().reason();
    }
}
