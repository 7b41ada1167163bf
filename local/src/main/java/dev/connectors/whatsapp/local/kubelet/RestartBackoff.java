package dev.connectors.whatsapp.local.kubelet;

import java.time.Duration;

/**
 * How long a container that ended waits until it is started again: not at all the first time, then the first delay,
 * doubled each time up to the longest. Who ran for a while has a clean record.
 *
 * @param first the delay before the second restart
 * @param longest where doubling ends
 * @param resetAfter a run of this length makes the next restart a first one
 */
public record RestartBackoff(Duration first, Duration longest, Duration resetAfter) {
    /** What Kubernetes does. */
    public static final RestartBackoff KUBERNETES =
            new RestartBackoff(Duration.ofSeconds(10), Duration.ofMinutes(5), Duration.ofMinutes(10));

    /** For tests: from half a second to four. */
    public static final RestartBackoff SHORT =
            new RestartBackoff(Duration.ofMillis(500), Duration.ofSeconds(4), Duration.ofMinutes(1));

    /** More doublings than any limit has bits. */
    private static final int MOST_DOUBLINGS = 30;

    /** @param restarts how many there were in a row */
    Duration delay(int restarts) {
        if (restarts == 0) {
            return Duration.ZERO;
        }
        var delay = first.multipliedBy(1L << Math.min(restarts - 1, MOST_DOUBLINGS));
        return delay.compareTo(longest) > 0 ? longest : delay;
    }
}
