package dev.connectors.whatsapp.connector.lease;

import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** A thread that goes on only when it is told to, from one pause to the next. */
final class SteppedThread {
    private final Semaphore go = new Semaphore(0);
    private final Semaphore paused = new Semaphore(0);
    private volatile boolean ended;
    private volatile boolean stopping;
    private volatile @Nullable Throwable failure;

    /** Begins with a pause. */
    void start(Runnable work) {
        Thread.startVirtualThread(() -> {
            go.acquireUninterruptibly();
            try {
                work.run();
            } catch (Stopped end) {
                // As it was told.
            } catch (RuntimeException | Error e) {
                failure = e;
            } finally {
                ended = true;
                paused.release();
            }
        });
    }

    private static final class Stopped extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** Called by the work: waits to be told to go on. */
    void pause() {
        paused.release();
        go.acquireUninterruptibly();
        if (stopping) {
            throw new Stopped();
        }
    }

    /** Ends the work where it pauses. */
    void stop() {
        stopping = true;
        step();
    }

    /** Lets the work go on until it pauses or ends. */
    void step() {
        if (!ended) {
            go.release();
            paused.acquireUninterruptibly();
        }
        if (failure != null) {
            throw new AssertionError(failure.getMessage(), failure);
        }
    }
}
