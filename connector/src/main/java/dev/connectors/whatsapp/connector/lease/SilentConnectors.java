package dev.connectors.whatsapp.connector.lease;

import dev.connectors.whatsapp.connector.firestore.Timestamps;
import dev.connectors.whatsapp.connector.firestore.WriteConflictException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Connectors that renew their lease no more, as another one sees them. */
public final class SilentConnectors {
    private static final Logger log = LoggerFactory.getLogger(SilentConnectors.class);
    /** How long a connector may be away, to be restarted say, before somebody says so. */
    public static final Duration SILENT_AFTER = Duration.ofSeconds(60);

    private final PodLease own;
    private final LeaseStore leases;
    private final LeaseDirectory directory;
    private final Duration silentAfter;

    /** @param silentAfter how long a connector may be away */
    SilentConnectors(PodLease own, LeaseStore leases, LeaseDirectory directory, Duration silentAfter) {
        this.own = own;
        this.leases = leases;
        this.directory = directory;
        this.silentAfter = silentAfter;
    }

    /**
     * A connector that is heard of no more.
     *
     * @param volume names its lease
     * @param epoch of its lease, now that it is taken away
     * @param worker its name
     * @param since when it was heard of last
     */
    public record Silent(String volume, long epoch, String worker, Instant since) {}

    /**
     * Looks for them. The lease of each is taken away first, so that whatever it does when it comes back begins with taking
     * its accounts anew; when all is done for it, it is not found again.
     *
     * @throws dev.connectors.whatsapp.connector.firestore.FirestoreUnavailableException if Firestore does not answer
     */
    public void forEach(Consumer<Silent> action) {
        var mine = own.lease().map(Lease::volume);
        for (var stored : directory.silent()) {
            // Its lease may be a long one, and nobody is silent before that is over.
            var isSilent = !stored.isLive() && stored.age().compareTo(silentAfter) >= 0;
            if (isSilent && mine.filter(stored.lease().volume()::equals).isEmpty()) {
                whileItIsAway(stored, action);
            }
        }
    }

    private void whileItIsAway(LeaseStore.Stored stored, Consumer<Silent> action) {
        var lease = stored.lease();
        try {
            var freed = lease.holder().isPresent() ? lease.freed() : lease;
            var version = lease.holder().isPresent() ? leases.replace(freed, stored.version()) : stored.version();
            log.atWarn()
                    .addKeyValue("worker", lease.worker())
                    .addKeyValue("silentForMs", stored.age().toMillis())
                    .log("a connector gives no sign of life");
            action.accept(
                    new Silent(freed.volume(), freed.epoch(), freed.worker(), Timestamps.instant(stored.version())));
            directory.forget(freed, version);
        } catch (WriteConflictException back) {
            log.atInfo().addKeyValue("worker", lease.worker()).log("a connector is back");
        }
    }
}
