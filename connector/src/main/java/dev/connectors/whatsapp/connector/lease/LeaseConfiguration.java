package dev.connectors.whatsapp.connector.lease;

import dev.connectors.whatsapp.connector.bridge.BridgeInUse;
import dev.connectors.whatsapp.connector.bridge.BridgeLease;
import dev.connectors.whatsapp.connector.config.Settings;
import dev.connectors.whatsapp.connector.firestore.FirestoreProbe;
import dev.connectors.whatsapp.connector.firestore.Layout;
import java.time.Clock;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the lease together. */
@Configuration(proxyBeanMethods = false)
class LeaseConfiguration {

    @Bean
    FirestoreLeaseStore leaseStore(Layout layout, LeaseTerms terms, Clock clock) {
        return new FirestoreLeaseStore(layout, terms.attempt(), clock);
    }

    @Bean
    LeaseTerms leaseTerms(Settings settings) {
        return LeaseTerms.of(settings.lease().length(), settings.lease().renewEvery());
    }

    @Bean
    PodLease podLease(LeaseStore store, LeaseTerms terms, Settings settings, Clock clock) {
        return new PodLease(store, terms, settings.workerId(), clock, System::nanoTime);
    }

    @Bean
    Ownership ownership(PodLease lease, LeaseStore leases, Layout layout) {
        return new Ownership(lease, leases, new FirestoreOwnerStore(layout));
    }

    @Bean
    SilentConnectors silentConnectors(PodLease lease, FirestoreLeaseStore leases) {
        return new SilentConnectors(lease, leases, leases, SilentConnectors.SILENT_AFTER);
    }

    @Bean
    LeaseKeeper leaseKeeper(
            PodLease lease,
            BridgeLease bridge,
            BridgeInUse inUse,
            List<LeaseListener> listeners,
            FirestoreProbe firestore) {
        return new LeaseKeeper(lease, bridge, inUse.process(), listeners, firestore::answered);
    }
}
