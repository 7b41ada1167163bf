package dev.connectors.whatsapp.connector.outbox;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A bell that one thread waits for and any thread rings; ringing it twice is ringing it once. */
final class Wakeup {
    private final Semaphore bell = new Semaphore(0);

    void ring() {
        if (bell.availablePermits() == 0) {
            bell.release();
        }
    }

    /** Returns when the bell was rung since the last wait, or the time is over. */
    void await(Duration atMost) throws InterruptedException {
        if (bell.tryAcquire(Math.max(0, atMost.toMillis()), TimeUnit.MILLISECONDS)) {
            bell.drainPermits();
        }
    }
}
