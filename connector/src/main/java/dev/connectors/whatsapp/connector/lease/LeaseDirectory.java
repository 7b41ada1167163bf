package dev.connectors.whatsapp.connector.lease;

import com.google.cloud.Timestamp;
import java.util.List;

/** The leases of all connectors. Each call is bounded in time; one that fails may have been applied all the same. */
interface LeaseDirectory {
    /** Those whose connector was to be heard of by now, or soon; the clocks of hosts are good for no more. */
    List<LeaseStore.Stored> silent();

    /**
     * Is not found by {@link #silent} until it is somebody's again.
     *
     * @throws dev.connectors.whatsapp.connector.firestore.WriteConflictException if that version is no longer the present one
     */
    void forget(Lease lease, Timestamp version);
}
