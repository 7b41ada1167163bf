package dev.connectors.whatsapp.operator.pool;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The cluster as one process sees it, which can be paused before and after each of its operations: it goes on when it is
 * given a turn, so that the order of two processes is the test's.
 */
final class PausableCluster implements Cluster {
    private final Cluster cluster;
    private final Semaphore turn = new Semaphore(0);
    private final Semaphore paused = new Semaphore(0);
    private final AtomicReference<Thread> process = new AtomicReference<>();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private volatile boolean ended;
    /** How many this process has begun; to be read while it is paused. */
    int writes;

    PausableCluster(Cluster cluster) {
        this.cluster = cluster;
    }

    /** Starts the process, paused before anything it does. */
    void start(Runnable work) {
        process.set(Thread.ofVirtual().start(() -> {
            turn.acquireUninterruptibly();
            try {
                work.run();
            } catch (RuntimeException | Error e) {
                failure.set(e);
            }
            ended = true;
            paused.release();
        }));
    }

    /** Lets the process run until it is about to begin or to end an operation. */
    void step() {
        if (!ended) {
            turn.release();
            paused.acquireUninterruptibly();
        }
    }

    boolean hasEnded() {
        return ended;
    }

    Optional<Throwable> failure() {
        return Optional.ofNullable(failure.get());
    }

    private void pause() {
        if (Thread.currentThread().equals(process.get())) {
            paused.release();
            turn.acquireUninterruptibly();
        }
    }

    @Override
    public World read() {
        pause();
        var world = cluster.read();
        pause();
        return world;
    }

    @Override
    public boolean matches(HasMetadata actual, HasMetadata desired) {
        return cluster.matches(actual, desired);
    }

    @Override
    public void perform(Step step) {
        pause();
        writes++;
        cluster.perform(step);
        pause();
    }
}
