package dev.connectors.whatsapp.operator.pool;

import dev.connectors.whatsapp.operator.api.AccountPhase;
import dev.connectors.whatsapp.operator.api.Condition;
import dev.connectors.whatsapp.operator.api.ConditionStatus;
import dev.connectors.whatsapp.operator.api.ConditionType;
import dev.connectors.whatsapp.operator.api.Conditions;
import dev.connectors.whatsapp.operator.api.ConnectorPool;
import dev.connectors.whatsapp.operator.api.ConnectorPoolStatus;
import dev.connectors.whatsapp.operator.api.Reason;
import dev.connectors.whatsapp.operator.api.ShardPhase;
import dev.connectors.whatsapp.operator.api.ShardStatus;
import dev.connectors.whatsapp.operator.api.WhatsAppAccount;
import dev.connectors.whatsapp.operator.assignment.ShardId;
import dev.connectors.whatsapp.operator.connector.Heard;
import dev.connectors.whatsapp.operator.manifests.Labels;
import dev.connectors.whatsapp.operator.planner.Placement;
import dev.connectors.whatsapp.operator.planner.Plan;
import dev.connectors.whatsapp.operator.planner.PlannedShard;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** From the plan, the workloads and what the connectors tell to the status of a pool. */
final class PoolStatuses {
    private final Clock clock;
    private final Function<ShardId, Optional<Heard>> heard;

    PoolStatuses(Clock clock, Function<ShardId, Optional<Heard>> heard) {
        this.clock = clock;
        this.heard = heard;
    }

    ConnectorPoolStatus next(ConnectorPool pool, World world, Plan plan) {
        var name = pool.getMetadata().getName();
        var shards = plan.shards().values().stream()
                .filter(shard -> shard.id().pool().equals(name))
                .filter(shard -> !world.isRetired(shard.id()))
                .map(shard -> shard(pool, shard, world))
                .toList();
        var accounts = world.accounts().stream()
                .filter(account -> account.getSpec().poolRef().equals(name))
                .toList();
        var pending = count(accounts, account -> placement(plan, account) instanceof Placement.Unplaced);
        var ready = (int) shards.stream().filter(ShardStatus::ready).count();
        return new ConnectorPoolStatus(
                shards,
                shards.size(),
                ready,
                count(accounts, account -> placement(plan, account) instanceof Placement.Assigned),
                count(accounts, PoolStatuses::isConnected),
                pending,
                Labels.selectorText(name),
                pool.getMetadata().getGeneration(),
                conditions(pool, pending, shards.size() - ready));
    }

    private ShardStatus shard(ConnectorPool pool, PlannedShard shard, World world) {
        var ready = world.find(StatefulSet.class, shard.id().name())
                .flatMap(workload -> Optional.ofNullable(workload.getStatus()))
                .flatMap(status -> Optional.ofNullable(status.getReadyReplicas()))
                .filter(replicas -> replicas > 0)
                .isPresent();
        return new ShardStatus(
                shard.id().ordinal(),
                shard.id().name(),
                phase(pool, shard.id(), ready),
                shard.accounts().size(),
                ready);
    }

    private ShardPhase phase(ConnectorPool pool, ShardId shard, boolean ready) {
        if (!ready) {
            return ShardPhase.STARTING;
        }
        if (heard.apply(shard).map(Heard::isStale).orElse(false)) {
            return ShardPhase.UNREACHABLE;
        }
        return pool.getSpec().cordonedShards().contains(shard.ordinal()) ? ShardPhase.CORDONED : ShardPhase.READY;
    }

    private List<Condition> conditions(ConnectorPool pool, int pending, int notReady) {
        var waiting = pending + " of its accounts wait for a shard; their status says why";
        var starting = notReady + " of its shards are not ready; see their pods";
        var scheduled = pending == 0
                ? condition(pool, ConditionType.SCHEDULED, true, Reason.AS_WANTED, "every account has a shard")
                : condition(pool, ConditionType.SCHEDULED, false, Reason.ACCOUNTS_PENDING, waiting);
        if (notReady > 0) {
            return List.of(scheduled, condition(pool, ConditionType.READY, false, Reason.SHARDS_NOT_READY, starting));
        }
        return List.of(
                scheduled,
                pending == 0
                        ? condition(
                                pool,
                                ConditionType.READY,
                                true,
                                Reason.AS_WANTED,
                                "every account has a shard, and every shard is ready")
                        : condition(pool, ConditionType.READY, false, Reason.ACCOUNTS_PENDING, waiting));
    }

    private Condition condition(ConnectorPool pool, ConditionType type, boolean holds, Reason reason, String message) {
        var before = Optional.ofNullable(pool.getStatus())
                .map(ConnectorPoolStatus::conditions)
                .orElse(List.of());
        return Conditions.next(
                before,
                type,
                ConditionStatus.of(holds),
                reason,
                message,
                pool.getMetadata().getGeneration(),
                clock.instant());
    }

    private static @Nullable Placement placement(Plan plan, WhatsAppAccount account) {
        return plan.placements().get(account.getMetadata().getUid());
    }

    private static boolean isConnected(WhatsAppAccount account) {
        return account.getStatus() != null && account.getStatus().phase() == AccountPhase.CONNECTED;
    }

    private static int count(List<WhatsAppAccount> accounts, Predicate<WhatsAppAccount> which) {
        return (int) accounts.stream().filter(which).count();
    }
}
