package dev.connectors.whatsapp.connector.lease;

import java.time.Duration;

/**
 * The times of a lease. All of them are spans on one clock: the holder counts on its own from before it asks, the others
 * count on Firestore's from when it was written. So no two hosts' clocks are ever compared.
 *
 * @param renewEvery how long the holder waits between renewals
 * @param attempt how long one call to Firestore may take; the next one follows at once
 * @param heldFor how long the holder may act on a renewal
 * @param takenAfter how long after a renewal the others leave the lease alone; recorded with it
 */
public record LeaseTerms(Duration renewEvery, Duration attempt, Duration heldFor, Duration takenAfter) {
    private static final Duration ATTEMPT = Duration.ofSeconds(2);
    /** Of the whole span: for clocks that run at different speeds and for sockets that take their time to close. */
    private static final int MARGIN_DIVISOR = 20;

    /**
     * The terms of a lease of that length. The others wait for one more renewal before they take it, so that a Firestore
     * that answers nobody for most of a lease costs no connection.
     */
    public static LeaseTerms of(Duration lease, Duration renewEvery) {
        var takenAfter = lease.plus(renewEvery);
        var heldFor = takenAfter.minus(takenAfter.dividedBy(MARGIN_DIVISOR));
        var attempt = renewEvery.compareTo(ATTEMPT) < 0 ? renewEvery : ATTEMPT;
        return new LeaseTerms(renewEvery, attempt, heldFor, takenAfter);
    }
}
