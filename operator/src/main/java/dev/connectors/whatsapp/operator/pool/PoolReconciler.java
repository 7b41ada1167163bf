package dev.connectors.whatsapp.operator.pool;

import dev.connectors.whatsapp.operator.api.ConnectorPool;
import dev.connectors.whatsapp.operator.api.ConnectorPoolStatus;
import dev.connectors.whatsapp.operator.api.WhatsAppAccount;
import dev.connectors.whatsapp.operator.assignment.ShardId;
import dev.connectors.whatsapp.operator.connector.ConnectorPoller;
import dev.connectors.whatsapp.operator.connector.ConnectorReport;
import dev.connectors.whatsapp.operator.connector.Heard;
import dev.connectors.whatsapp.operator.manifests.Images;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Keeps a pool's objects and tells how the pool is. Since a plan is of the whole namespace, so is what is kept: whichever
 * pool's turn it is, all are brought in step, and then this one's status is written if it has changed.
 */
@ControllerConfiguration(name = PoolReconciler.NAME, fieldManager = KubernetesCluster.FIELD_MANAGER)
public final class PoolReconciler implements Reconciler<ConnectorPool> {
    public static final String NAME = "connector-pools";

    /** A few rounds of the poller. */
    private static final Duration UNTIL_A_SHARD_MAY_RETIRE = Duration.ofSeconds(10);

    private final SimpleInboundEventSource<ConnectorPool> nudges = new SimpleInboundEventSource<>("connector-reports");
    private final Caches caches;
    private final ConnectorPoller poller;
    private final NamespaceKeeper keeper;
    private final Placements placements;
    private final PoolStatuses statuses;
    private final Leader leader;

    /**
     * For all pools of a namespace.
     *
     * @param concerned is told the names of the accounts whose placement has changed
     * @param secretChanged is told the name of a Secret that has come, gone or changed
     */
    public PoolReconciler(
            KubernetesClient client,
            String namespace,
            Images images,
            ConnectorPoller poller,
            Clock clock,
            Leader leader,
            Consumer<Set<String>> concerned,
            Consumer<String> secretChanged) {
        this.caches = new Caches(namespace, secretChanged);
        this.poller = poller;
        World.Reports reports = this::report;
        this.keeper = new NamespaceKeeper(
                new KubernetesCluster(client, namespace),
                caches::world,
                reports,
                shard -> poller.heard(shard).map(Heard::answers),
                images,
                leader);
        this.leader = leader;
        this.placements = new Placements(caches::world, reports, () -> caches.version() + poller.version(), concerned);
        this.statuses = new PoolStatuses(clock, poller::heard);
    }

    public NamespaceKeeper keeper() {
        return keeper;
    }

    public Placements placements() {
        return placements;
    }

    /** What is wrong with the credentials that an account's proxy wants; empty if nothing is, or it wants none. */
    public Optional<String> proxyProblem(WhatsAppAccount account) {
        return ProxyCredentials.problem(account, caches::secret);
    }

    /** A connector has told something new: what lies on volumes, and which tombstones are done, may change the plan. */
    public void connectorReported() {
        caches.everyPool().forEach(nudges::propagateEvent);
    }

    @Override
    public List<EventSource<?, ConnectorPool>> prepareEventSources(EventSourceContext<ConnectorPool> context) {
        var sources = new ArrayList<>(caches.prepare(context));
        sources.add(nudges);
        return sources;
    }

    @Override
    public UpdateControl<ConnectorPool> reconcile(ConnectorPool pool, Context<ConnectorPool> context) {
        var world = caches.world();
        poller.follow(Targets.of(world));
        var plan = placements.refresh();
        var waits = keeper.keep();
        var next = statuses.next(pool, world, plan);
        UpdateControl<ConnectorPool> control = UpdateControl.noUpdate();
        if (!next.equals(pool.getStatus())) {
            leader.requireLease();
            control = UpdateControl.patchStatus(fresh(pool, next));
        }
        return waits ? control.rescheduleAfter(UNTIL_A_SHARD_MAY_RETIRE) : control;
    }

    private Optional<ConnectorReport> report(ShardId shard) {
        return poller.heard(shard).flatMap(Heard::report);
    }

    /** For server-side apply: what is not in it is not ours. */
    private static ConnectorPool fresh(ConnectorPool pool, ConnectorPoolStatus status) {
        var fresh = new ConnectorPool();
        fresh.setMetadata(new ObjectMetaBuilder()
                .withName(pool.getMetadata().getName())
                .withNamespace(pool.getMetadata().getNamespace())
                .build());
        fresh.setStatus(status);
        return fresh;
    }
}
