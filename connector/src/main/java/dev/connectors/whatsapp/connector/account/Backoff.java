package dev.connectors.whatsapp.connector.account;

import java.time.Duration;

/**
 * A wait that doubles with every failure in a row, up to a longest one.
 *
 * @param first after the first failure
 */
record Backoff(Duration first, Duration longest) {
    /** Beyond this exponent every longest wait in use is reached; it keeps the shift from overflowing. */
    private static final int MAX_EXPONENT = 16;

    /** @param failures before this one, from 0 */
    Duration after(int failures) {
        var wait = first.multipliedBy(1L << Math.clamp(failures, 0, MAX_EXPONENT));
        return wait.compareTo(longest) > 0 ? longest : wait;
    }
}
