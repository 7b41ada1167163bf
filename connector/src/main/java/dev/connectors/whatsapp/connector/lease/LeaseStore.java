package dev.connectors.whatsapp.connector.lease;

import com.google.cloud.Timestamp;
import java.time.Duration;
import java.util.Optional;

/** Where leases are kept. Each call is bounded in time; one that fails may have been applied all the same. */
interface LeaseStore {
    /**
     * A lease as it was read.
     *
     * @param version of the document
     * @param age time since it was written, by the store's own clock
     */
    record Stored(Lease lease, Timestamp version, Duration age) {
        /** Whether somebody may act on it, for all that others can know. */
        boolean isLive() {
            return lease.holder().isPresent() && age.compareTo(lease.takenAfter()) < 0;
        }

        /** Until others may take it if it is not renewed. */
        Duration left() {
            return lease.takenAfter().minus(age);
        }
    }

    Optional<Stored> read(String volume);

    /**
     * Writes the first version.
     *
     * @throws dev.connectors.whatsapp.connector.firestore.WriteConflictException if there is one
     */
    Timestamp create(Lease lease);

    /**
     * Writes over that version.
     *
     * @throws dev.connectors.whatsapp.connector.firestore.WriteConflictException if it is no longer the present one
     */
    Timestamp replace(Lease lease, Timestamp version);
}
