package dev.connectors.whatsapp.operator;

import dev.connectors.whatsapp.operator.pool.Leader;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One operator at a time does the work, whoever has the Lease. */
final class Leadership implements Leader {
    static final String LEASE = "whatsapp-operator";
    static final Duration LEASE_DURATION = Duration.ofSeconds(15);

    private static final Logger LOG = LoggerFactory.getLogger(Leadership.class);

    private final KubernetesClient client;
    private final Settings settings;
    private final LeaseTerm term;
    private final Runnable halt;
    private volatile boolean leading;
    private volatile boolean stopping;

    /**
     * Does not lead yet.
     *
     * @param term sees the client's requests
     * @param halt ends the process
     */
    Leadership(KubernetesClient client, Settings settings, LeaseTerm term, Runnable halt) {
        this.client = client;
        this.settings = settings;
        this.term = term;
        this.halt = halt;
    }

    @Override
    public String name() {
        return settings.podName();
    }

    @Override
    public boolean holdsLease() {
        return term.isRunning();
    }

    LeaderElectionConfiguration configuration() {
        return LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(LEASE)
                .withLeaseNamespace(settings.namespace())
                .withIdentity(settings.podName())
                .withLeaseDuration(LEASE_DURATION)
                .withLeaderCallbacks(new LeaderCallbacks(
                        () -> leading = true,
                        this::lost,
                        leader -> LOG.atInfo().addKeyValue("leader", leader).log("an operator leads")))
                .build();
    }

    /**
     * Ends at once: somebody else may plan by now. It does not exit, because exiting runs the hooks, and those wait for
     * what still writes.
     */
    private void lost() {
        leading = false;
        if (!stopping) {
            LOG.error("the lease is lost, so this operator ends");
            halt.run();
        }
    }

    void stopping() {
        stopping = true;
    }

    /** Gives the lease back, so that the next operator need not wait until it has run out. */
    void release() {
        term.end();
        try {
            client.leases().inNamespace(settings.namespace()).withName(LEASE).edit(lease -> {
                if (settings.podName().equals(lease.getSpec().getHolderIdentity())) {
                    lease.getSpec().setHolderIdentity("");
                }
                return lease;
            });
        } catch (KubernetesClientException e) {
            LOG.atWarn().addKeyValue("cause", e.getMessage()).log("the lease could not be given back; it runs out");
        }
    }

    boolean isLeading() {
        return leading;
    }
}
