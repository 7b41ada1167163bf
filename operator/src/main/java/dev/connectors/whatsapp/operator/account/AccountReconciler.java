package dev.connectors.whatsapp.operator.account;

import dev.connectors.whatsapp.operator.api.AccountPhase;
import dev.connectors.whatsapp.operator.api.ConnectorPool;
import dev.connectors.whatsapp.operator.api.Proxy;
import dev.connectors.whatsapp.operator.api.WhatsAppAccount;
import dev.connectors.whatsapp.operator.api.WhatsAppAccountStatus;
import dev.connectors.whatsapp.operator.assignment.AccountId;
import dev.connectors.whatsapp.operator.assignment.ShardId;
import dev.connectors.whatsapp.operator.connector.ConnectorReport;
import dev.connectors.whatsapp.operator.connector.Heard;
import dev.connectors.whatsapp.operator.planner.Placement;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Cleaner;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tells how an account is, and lets its resource go when it is being deleted. Where accounts run is decided and kept for
 * the whole namespace at once, elsewhere.
 */
@ControllerConfiguration(
        name = AccountReconciler.NAME,
        finalizerName = AccountReconciler.FINALIZER,
        fieldManager = "whatsapp-operator")
public final class AccountReconciler implements Reconciler<WhatsAppAccount>, Cleaner<WhatsAppAccount> {
    public static final String NAME = "whatsapp-accounts";
    public static final String FINALIZER = "whatsapp.connectors.dev/session";

    /** The caches have what was just made within milliseconds. */
    private static final Duration UNTIL_CACHES_HAVE_IT = Duration.ofSeconds(1);

    private static final Duration UNTIL_LOOKED_AT_AGAIN = Duration.ofSeconds(30);

    private final SimpleInboundEventSource<WhatsAppAccount> nudges = new SimpleInboundEventSource<>("plan-and-reports");
    private final String namespace;
    private final AccountSources sources;
    private final AccountStatuses statuses;
    private final AccountEvents events;
    private volatile @Nullable IndexerResourceCache<WhatsAppAccount> cache;

    public AccountReconciler(String namespace, AccountSources sources, AccountEvents events, Clock clock) {
        this.namespace = namespace;
        this.sources = sources;
        this.events = events;
        this.statuses = new AccountStatuses(clock, sources::proxyProblem);
    }

    @Override
    public List<EventSource<?, WhatsAppAccount>> prepareEventSources(EventSourceContext<WhatsAppAccount> context) {
        cache = context.getPrimaryCache();
        var pools = InformerEventSourceConfiguration.from(ConnectorPool.class, WhatsAppAccount.class)
                .withName("pools")
                .withNamespacesInheritedFromController()
                // Whether a pool is there, and nothing of its status, is what accounts without a shard wait for.
                .withOnUpdateFilter((now, before) -> false)
                .withSecondaryToPrimaryMapper(pool -> ids(account ->
                        account.getSpec().poolRef().equals(pool.getMetadata().getName())))
                .build();
        return List.of(nudges, new InformerEventSource<>(pools, context));
    }

    /** These accounts have another place in the plan. */
    public void replanned(Collection<String> names) {
        names.forEach(name -> nudges.propagateEvent(new ResourceID(name, namespace)));
    }

    /** The connector of a shard has told something new. */
    public void connectorReported(ShardId shard) {
        ids(account -> Optional.ofNullable(account.getStatus())
                        .map(WhatsAppAccountStatus::shard)
                        .filter(shard.name()::equals)
                        .isPresent())
                .forEach(nudges::propagateEvent);
    }

    /** A Secret has come, gone or changed: it may have the credentials of proxies. */
    public void secretChanged(String name) {
        ids(account -> Optional.ofNullable(account.getSpec().proxy())
                        .map(Proxy::credentialsSecretName)
                        .filter(name::equals)
                        .isPresent())
                .forEach(nudges::propagateEvent);
    }

    private Set<ResourceID> ids(Predicate<WhatsAppAccount> which) {
        return Optional.ofNullable(cache)
                .map(accounts -> accounts.list(namespace, which))
                .orElse(Stream.empty())
                .map(ResourceID::fromResource)
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public UpdateControl<WhatsAppAccount> reconcile(WhatsAppAccount account, Context<WhatsAppAccount> context) {
        var placement = sources.placement(account.getMetadata().getUid());
        if (placement.isEmpty()) {
            return UpdateControl.<WhatsAppAccount>noUpdate().rescheduleAfter(UNTIL_CACHES_HAVE_IT);
        }
        var next = statuses.next(account, placement.get(), observation(account, placement.get()));
        UpdateControl<WhatsAppAccount> control = UpdateControl.noUpdate();
        if (!next.equals(account.getStatus())) {
            sources.requireLease();
            events.record(account, next);
            control = UpdateControl.patchStatus(fresh(account, next));
        }
        // Nobody reports that time passes.
        return next.phase() == AccountPhase.CONNECTING
                ? control.rescheduleAfter(AccountStatuses.SEEN_LATELY.plusSeconds(1))
                : control;
    }

    @Override
    public DeleteControl cleanup(WhatsAppAccount account, Context<WhatsAppAccount> context) {
        var uid = account.getMetadata().getUid();
        var placement = sources.placement(uid).orElseGet(() -> new Placement.Leaving(false));
        if (placement instanceof Placement.Leaving(var done) && done && sources.mayGo(uid)) {
            return DeleteControl.defaultDelete();
        }
        if (placement instanceof Placement.Leaving) {
            var next = statuses.next(account, placement, new Observation.Silent(0));
            if (!next.equals(account.getStatus())) {
                sources.requireLease();
                events.record(account, next);
                context.resourceOperations().serverSideApplyPrimaryStatus(fresh(account, next));
            }
        }
        return DeleteControl.noFinalizerRemoval()
                .rescheduleAfter(
                        placement instanceof Placement.Leaving(var done) && !done
                                ? UNTIL_LOOKED_AT_AGAIN
                                : UNTIL_CACHES_HAVE_IT);
    }

    private Observation observation(WhatsAppAccount account, Placement placement) {
        if (!(placement instanceof Placement.Assigned(var shard))) {
            return new Observation.Silent(0);
        }
        var heard = sources.heard(shard);
        var pod = heard.flatMap(Heard::pod);
        var report = heard.flatMap(Heard::report);
        var misses = heard.map(Heard::misses).orElse(0);
        if (pod.isEmpty() || report.isEmpty()) {
            return new Observation.Silent(misses);
        }
        var id = new AccountId(account.accountId());
        return new Observation.Answered(
                pod.get(), report.map(ConnectorReport::byAccount).map(accounts -> accounts.get(id)), misses);
    }

    /** For server-side apply: what is not in it is not ours. */
    private static WhatsAppAccount fresh(WhatsAppAccount account, WhatsAppAccountStatus status) {
        var fresh = new WhatsAppAccount();
        fresh.setMetadata(new ObjectMetaBuilder()
                .withName(account.getMetadata().getName())
                .withNamespace(account.getMetadata().getNamespace())
                .build());
        fresh.setStatus(status);
        return fresh;
    }
}
