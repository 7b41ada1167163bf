package dev.connectors.whatsapp.connector.outbox;

import com.google.cloud.firestore.ListenerRegistration;
import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.chat.RequestId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * What the worker knows to be queued, and how it learns of more: it listens while the queue is dry and reads pages while
 * it is busy, because a listener costs a read and the emulator's time for every entry that comes and goes.
 */
final class OutboxFeed {
    private final OutboxRepository repository;
    private final Wakeup wakeup;
    private final ExecutorService executor = Executors.newSingleThreadExecutor(
            Thread.ofVirtual().name("outbox-listener").factory());

    private final Map<RequestId, OutboxEntry> queued = new LinkedHashMap<>();
    private List<ListenerRegistration> listeners = List.of();
    private Set<AccountId> listeningFor = Set.of();

    OutboxFeed(OutboxRepository repository, Wakeup wakeup) {
        this.repository = repository;
        this.wakeup = wakeup;
    }

    /** An entry that this process wrote itself: no need to hear of it from Firestore. */
    void offer(OutboxEntry entry) {
        synchronized (this) {
            queued.merge(entry.id(), entry, OutboxFeed::newer);
        }
        wakeup.ring();
    }

    synchronized List<OutboxEntry> known() {
        return List.copyOf(queued.values());
    }

    synchronized void forget(Collection<OutboxEntry> claimed) {
        // A newer version that came meanwhile stays.
        claimed.forEach(entry -> queued.remove(entry.id(), entry));
    }

    synchronized Optional<Instant> nextDue(Instant now) {
        return Selection.nextDue(queued.values(), now);
    }

    synchronized boolean isListeningFor(Set<AccountId> accounts) {
        return !listeners.isEmpty() && listeningFor.equals(accounts);
    }

    /** Reads what is queued now. */
    void readPage(Set<AccountId> accounts) {
        replace(repository.queued(accounts));
    }

    /** Rings the bell when something is queued for these accounts. */
    void listen(Set<AccountId> accounts) {
        stopListening();
        var registrations = new ArrayList<ListenerRegistration>(
                repository.listen(accounts, executor, entries -> entries.forEach(this::offer), this::stopListening));
        synchronized (this) {
            listeners = registrations;
            listeningFor = accounts;
        }
    }

    synchronized void stopListening() {
        listeners.forEach(ListenerRegistration::remove);
        listeners = List.of();
        listeningFor = Set.of();
    }

    void close() {
        stopListening();
        executor.shutdownNow();
    }

    private synchronized void replace(List<OutboxEntry> entries) {
        queued.clear();
        entries.forEach(entry -> queued.put(entry.id(), entry));
    }

    private static OutboxEntry newer(OutboxEntry one, OutboxEntry other) {
        return Comparator.comparing(OutboxEntry::version).compare(one, other) >= 0 ? one : other;
    }
}
