package dev.connectors.whatsapp.connector.account;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Lets few connections be opened at a time. Most of what one costs is computed, in one thread of the bridge: of thirty that
 * began at the same moment the first would be open when the last is.
 */
final class Turnstile {
    static final int PLACES = 4;
    /** Where most of the time is the way to WhatsApp and back, the others need not wait for it. */
    static final Duration HELD_FOR_AT_MOST = Duration.ofMillis(200);

    private static final Duration LOOK_EVERY = Duration.ofMillis(5);

    private final Semaphore places = new Semaphore(PLACES, true);
    private final Duration heldForAtMost;

    /** @param heldForAtMost how long anything has its place */
    Turnstile(Duration heldForAtMost) {
        this.heldForAtMost = heldForAtMost;
    }

    /**
     * Waits for a place, and leaves it when what began there is no longer under way or has had it for long.
     *
     * @param begin begins something and returns at once
     */
    void pass(Runnable begin, BooleanSupplier isUnderWay) {
        places.acquireUninterruptibly();
        try {
            begin.run();
            var until = System.nanoTime() + heldForAtMost.toNanos();
            while (isUnderWay.getAsBoolean() && System.nanoTime() - until < 0) {
                LockSupport.parkNanos(LOOK_EVERY.toNanos());
            }
        } finally {
            places.release();
        }
    }
}
