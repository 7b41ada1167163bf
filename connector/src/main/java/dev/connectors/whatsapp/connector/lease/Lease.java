package dev.connectors.whatsapp.connector.lease;

import java.time.Duration;
import java.util.Optional;

/**
 * The right of one connector to hold accounts; a value of the document that says so.
 *
 * @param volume the volume that the connector serves, which names the lease: it outlives the connector's processes
 * @param epoch rises each time the holder changes
 * @param holder the process that has it; empty when it was released or taken away
 * @param worker the holder's name, for people
 * @param takenAfter how long after a renewal others leave it alone
 */
record Lease(String volume, long epoch, Optional<String> holder, String worker, Duration takenAfter) {

    boolean isHeldBy(String process) {
        return holder.equals(Optional.of(process));
    }

    Lease takenBy(String process, String name, LeaseTerms terms) {
        return new Lease(volume, epoch + 1, Optional.of(process), name, terms.takenAfter());
    }

    /** Nobody's. What was held under it is free from here on, and its holder's next renewal fails. */
    Lease freed() {
        return new Lease(volume, epoch + 1, Optional.empty(), worker, takenAfter);
    }
}
