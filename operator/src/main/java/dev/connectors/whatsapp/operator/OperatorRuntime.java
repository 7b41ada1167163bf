package dev.connectors.whatsapp.operator;

import dev.connectors.whatsapp.operator.account.AccountEvents;
import dev.connectors.whatsapp.operator.account.AccountReconciler;
import dev.connectors.whatsapp.operator.account.AccountSources;
import dev.connectors.whatsapp.operator.api.WhatsAppAccount;
import dev.connectors.whatsapp.operator.assignment.ShardId;
import dev.connectors.whatsapp.operator.connector.ConnectorClient;
import dev.connectors.whatsapp.operator.connector.ConnectorPoller;
import dev.connectors.whatsapp.operator.connector.Heard;
import dev.connectors.whatsapp.operator.planner.Placement;
import dev.connectors.whatsapp.operator.pool.PoolReconciler;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.ControllerConfigurationOverrider;
import io.javaoperatorsdk.operator.processing.event.rate.LinearRateLimiter;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Puts the parts together, starts them and stops them. */
final class OperatorRuntime implements AutoCloseable {
    /** However often events are missed, after this time everything is looked at again. */
    private static final Duration LOOK_AT_LEAST_EVERY = Duration.ofMinutes(5);

    private static final Duration FIRST_RETRY = Duration.ofMillis(500);
    /** A server that answers 429 or 500 is left alone more and more, but everything is in step again soon after it. */
    private static final long LONGEST_RETRY_MS = 8_000;

    /** At most so many reconciliations of one resource in so long: an event storm ends in a few looks. */
    private static final Duration RATE_PERIOD = Duration.ofSeconds(1);

    private static final int RATE = 5;
    private static final int LEASE_LOST = 1;
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final KubernetesClient client;
    private final Settings settings;
    private final ConnectorClient connectors;
    private final ConnectorPoller poller;
    private final PoolReconciler pools;
    private final AccountReconciler accounts;
    private final Leadership leadership;
    private final Operator operator;
    private volatile boolean started;
    private @Nullable HealthServer health;

    /**
     * Puts them together.
     *
     * @param term sees the client's requests
     */
    OperatorRuntime(
            KubernetesClient client,
            LeaseTerm term,
            Settings settings,
            ConnectorClient connectors,
            Duration pollInterval,
            Clock clock) {
        this.client = client;
        this.settings = settings;
        this.connectors = connectors;
        this.poller = new ConnectorPoller(connectors, pollInterval, this::connectorReported);
        this.accounts = new AccountReconciler(
                settings.namespace(), new Sources(), new AccountEvents(client, settings.podName(), clock), clock);
        this.leadership = new Leadership(
                client, settings, term, () -> Runtime.getRuntime().halt(LEASE_LOST));
        this.pools = new PoolReconciler(
                client,
                settings.namespace(),
                settings.images(),
                poller,
                clock,
                leadership,
                accounts::replanned,
                accounts::secretChanged);
        this.operator = operator();
    }

    private Operator operator() {
        var built = new Operator(overrider -> overrider
                .withKubernetesClient(client)
                .withCloseClientOnStop(false)
                .withLeaderElectionConfiguration(leadership.configuration())
                .withReconciliationTerminationTimeout(GRACE)
                // It would need rights on the CRDs, which are the whole cluster's.
                .checkingCRDAndValidateLocalModel(false)
                .withUseSSAToPatchPrimaryResource(true));
        built.register(pools, this::configure);
        built.register(accounts, this::configure);
        return built;
    }

    private void configure(ControllerConfigurationOverrider<?> controller) {
        controller
                .settingNamespace(settings.namespace())
                .withReconciliationMaxInterval(LOOK_AT_LEAST_EVERY)
                .withRateLimiter(new LinearRateLimiter(RATE_PERIOD, RATE))
                .withRetry(new GenericRetry()
                        .withoutMaxAttempts()
                        .setInitialInterval(FIRST_RETRY)
                        .setIntervalMultiplier(2)
                        .setMaxInterval(LONGEST_RETRY_MS));
    }

    /** The health is served from the first moment on, because starting takes as long as the API server does. */
    void start() throws IOException {
        health = HealthServer.start(settings.address(), settings.port(), this::isReady);
        operator.start();
        started = true;
    }

    int healthPort() {
        return health == null ? 0 : health.port();
    }

    private boolean isReady() {
        return started && operator.getRuntimeInfo().allEventSourcesAreHealthy();
    }

    private void connectorReported(ShardId shard) {
        pools.connectorReported();
        accounts.connectorReported(shard);
    }

    /** What is being written is finished first, and the lease given back last. */
    @Override
    public void close() {
        started = false;
        leadership.stopping();
        var led = leadership.isLeading();
        operator.stop();
        poller.close();
        connectors.close();
        if (led) {
            leadership.release();
        }
        if (health != null) {
            health.close();
        }
        client.close();
    }

    /** Ties the accounts to the plan, which the pools keep. */
    private final class Sources implements AccountSources {
        @Override
        public Optional<Placement> placement(String uid) {
            return pools.placements().of(uid);
        }

        @Override
        public Optional<Heard> heard(ShardId shard) {
            return poller.heard(shard);
        }

        @Override
        public Optional<String> proxyProblem(WhatsAppAccount account) {
            return pools.proxyProblem(account);
        }

        @Override
        public boolean mayGo(String uid) {
            return pools.keeper().mayGo(uid);
        }

        @Override
        public void requireLease() {
            leadership.requireLease();
        }
    }
}
