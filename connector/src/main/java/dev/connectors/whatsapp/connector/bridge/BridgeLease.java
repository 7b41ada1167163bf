package dev.connectors.whatsapp.connector.bridge;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Tells the bridge until when it may hold connections. Its clock and this process's are two; how far they are apart is known
 * from its answers, and the error is always such that the bridge's time is over too early and not too late.
 */
public final class BridgeLease {
    private final BridgeClient client;
    /** The bridge's clock minus {@code System.nanoTime()} is at least this; unknown before {@link #attach}. */
    private long aheadNanos = Long.MIN_VALUE;
    /** Until when, by {@code System.nanoTime()}, the bridge knows that it may hold connections. */
    private long knownUntil = System.nanoTime();

    private volatile String volumeProblem = "";

    public BridgeLease(BridgeClient client) {
        this.client = client;
    }

    /**
     * Begins anew with a bridge that was reached (again).
     *
     * @return the name of its volume
     */
    public synchronized String attach() {
        aheadNanos = Long.MIN_VALUE;
        return renew(OptionalLong.empty()).volume();
    }

    /**
     * The bridge may hold connections until then.
     *
     * @param deadline by {@code System.nanoTime()}
     */
    public synchronized void extend(long deadline) {
        if (aheadNanos == Long.MIN_VALUE) {
            renew(OptionalLong.empty());
        }
        renew(OptionalLong.of(Duration.ofNanos(deadline + aheadNanos).toMillis()));
        knownUntil = deadline;
    }

    /** Whether the bridge should have closed its connections, for all that it has heard. */
    public synchronized boolean isOver() {
        return System.nanoTime() - knownUntil >= 0;
    }

    /** What keeps the bridge from writing to its volume, as it said with the latest renewal. */
    public Optional<String> volumeProblem() {
        return Optional.of(volumeProblem).filter(problem -> !problem.isEmpty());
    }

    /** Returns when every connection is closed. */
    public synchronized void end() {
        renew(OptionalLong.of(0));
    }

    private BridgeClient.LeaseAnswer renew(OptionalLong until) {
        var answer = client.renewLease(until);
        volumeProblem = answer.volumeProblem();
        // It read its clock before now.
        aheadNanos = Math.max(aheadNanos, Duration.ofMillis(answer.nowMs()).toNanos() - System.nanoTime());
        return answer;
    }
}
