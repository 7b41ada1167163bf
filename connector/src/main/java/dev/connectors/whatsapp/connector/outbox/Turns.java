package dev.connectors.whatsapp.connector.outbox;

import dev.connectors.whatsapp.connector.chat.ThreadId;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;

/**
 * Lets this connector's requests of one thread write to it one after the other. All but one that write at once are refused by
 * Firestore, and each refusal takes longer than a turn; of a hundred first senders all but one need not write at all.
 * Requests that other connectors take at the same moment are still told apart by Firestore.
 */
final class Turns {
    /** Two threads that share one wait for each other now and then, and for nothing longer than a commit. */
    private static final int LOCKS = 1_024;

    private final ReentrantLock[] locks =
            IntStream.range(0, LOCKS).mapToObj(i -> new ReentrantLock()).toArray(ReentrantLock[]::new);

    /** What is done in a turn. */
    @FunctionalInterface
    interface Action<T> {
        /**
         * Does it.
         *
         * @param waited whether others came first: they may have done the same
         */
        T run(boolean waited);
    }

    /** What the action returns when its turn has come; empty where that takes longer than this. */
    <T> Optional<T> take(ThreadId thread, Duration atMost, Action<T> action) {
        var lock = locks[Math.floorMod(thread.hashCode(), LOCKS)];
        var waited = !lock.tryLock();
        if (waited && !isHad(lock, atMost)) {
            return Optional.empty();
        }
        try {
            return Optional.of(action.run(waited));
        } finally {
            lock.unlock();
        }
    }

    private static boolean isHad(ReentrantLock lock, Duration atMost) {
        try {
            return lock.tryLock(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
