package dev.connectors.whatsapp.connector.lease;

import dev.connectors.whatsapp.connector.firestore.Layout;
import java.time.Clock;
import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;

/** Connectors that hold a lease, for tests of other packages. */
public final class Owners {
    private Owners() {}

    /** A connector that looks after the others; those that are silent for as long count as gone. */
    public static SilentConnectors observer(Layout layout, Duration silentAfter) {
        var leases = new FirestoreLeaseStore(layout, Duration.ofSeconds(10), Clock.systemUTC());
        var terms = LeaseTerms.of(Duration.ofMinutes(5), Duration.ofMinutes(1));
        var lease = new PodLease(leases, terms, "observer", Clock.systemUTC(), System::nanoTime);
        return new SilentConnectors(lease, leases, leases, silentAfter);
    }

    /** One that begins on a volume whose last connector is known to be gone. */
    public static Ownership on(Layout layout, String volume) {
        var leases = new FirestoreLeaseStore(layout, Duration.ofSeconds(10), Clock.systemUTC());
        var terms = LeaseTerms.of(Duration.ofMinutes(5), Duration.ofMinutes(1));
        var lease = new PodLease(leases, terms, volume, Clock.systemUTC(), System::nanoTime);
        assertThat(lease.acquire(volume, true)).as("a wait for the lease").isEmpty();
        return new Ownership(lease, leases, new FirestoreOwnerStore(layout));
    }
}
