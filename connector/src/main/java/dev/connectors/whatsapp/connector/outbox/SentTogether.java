package dev.connectors.whatsapp.connector.outbox;

import dev.connectors.whatsapp.connector.firestore.WriteConflictException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Writes {@code sent}: what is acknowledged while one commit is under way goes into the next one together, whatever account it
 * is of. Who comes alone waits for nobody.
 */
final class SentTogether {
    /** Two writes each; a commit of this size is as fast for each as it gets. */
    private static final int MOST = 100;

    private final OutboxRepository repository;
    private final Queue<Item> waiting = new ConcurrentLinkedQueue<>();
    private final ReentrantLock writing = new ReentrantLock();

    SentTogether(OutboxRepository repository) {
        this.repository = repository;
    }

    /** One claim on its way; its fields belong to who holds the lock. */
    private static final class Item {
        private final Claim claim;
        private boolean over;
        private boolean written;
        private @Nullable RuntimeException failure;

        Item(Claim claim) {
            this.claim = claim;
        }

        void end(boolean isWritten, @Nullable RuntimeException why) {
            over = true;
            written = isWritten;
            failure = why;
        }
    }

    /**
     * Returns when a commit has been tried that has all of these in it.
     *
     * @return those that are not written: one of the commit, which need not be among these, was refused
     * @throws dev.connectors.whatsapp.connector.firestore.FirestoreUnavailableException if nobody knows whether it was applied
     */
    List<Claim> write(List<Claim> claims) {
        var mine = claims.stream().map(Item::new).toList();
        waiting.addAll(mine);
        writing.lock();
        try {
            while (mine.stream().anyMatch(item -> !item.over)) {
                commitNext();
            }
        } finally {
            writing.unlock();
        }
        mine.stream()
                .flatMap(item -> Optional.ofNullable(item.failure).stream())
                .findFirst()
                .ifPresent(failure -> {
                    throw failure;
                });
        return mine.stream()
                .filter(item -> !item.written)
                .map(item -> item.claim)
                .toList();
    }

    private void commitNext() {
        var next = new ArrayList<Item>();
        for (var item = waiting.poll(); item != null; item = next.size() < MOST ? waiting.poll() : null) {
            next.add(item);
        }
        try {
            repository.sentTogether(next.stream().map(item -> item.claim).toList());
            next.forEach(item -> item.end(true, null));
        } catch (WriteConflictException refused) {
            next.forEach(item -> item.end(false, null));
        } catch (RuntimeException failure) {
            next.forEach(item -> item.end(false, failure));
        }
    }
}
