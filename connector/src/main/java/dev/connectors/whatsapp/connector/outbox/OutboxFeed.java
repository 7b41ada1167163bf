package dev.connectors.whatsapp.connector.outbox;

import com.google.cloud.Timestamp;
import com.google.cloud.firestore.ListenerRegistration;
import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.chat.RequestId;
import dev.connectors.whatsapp.connector.chat.ThreadId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the worker knows to be queued, and how it learns of more: what this process accepted it is told; of the rest a listener
 * tells while little goes out, and a look now and again while much does, because a listener costs a read and the emulator's
 * time for every entry that comes and goes. A long queue is read in pages. What it knows is bounded: of long threads it keeps
 * the beginnings, and asks for the rest when they are used up.
 */
final class OutboxFeed {
    /** Entries known at once, but for the first of each thread, which are never forgotten. */
    private static final int MAX_KNOWN = 1_000;

    private static final int KEPT_OF_A_THREAD = 20;

    private final OutboxRepository repository;
    private final Wakeup wakeup;
    private final ExecutorService executor = Executors.newSingleThreadExecutor(
            Thread.ofVirtual().name("outbox-listener").factory());

    private final Map<RequestId, OutboxEntry> queued = new LinkedHashMap<>();
    /** The versions in which entries were claimed lately. */
    private final Map<RequestId, Timestamp> claimedLately = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<RequestId, Timestamp> eldest) {
            return size() > MAX_KNOWN;
        }
    };
    /** Threads of which later entries were forgotten. */
    private final Set<ThreadId> cutShort = new HashSet<>();

    private OutboxPages pages = new OutboxPages(List.of(), document -> Stream.empty());
    private Set<AccountId> following = Set.of();
    private List<ListenerRegistration> listeners = List.of();
    private Set<AccountId> listeningFor = Set.of();
    private boolean listenerSeesAll;
    private boolean startingOver;

    OutboxFeed(OutboxRepository repository, Wakeup wakeup) {
        this.repository = repository;
        this.wakeup = wakeup;
    }

    /** An entry that this process wrote itself: no need to hear of it from Firestore. */
    void offer(OutboxEntry entry) {
        add(entry);
        wakeup.ring();
    }

    /** Takes note of an entry without waking anybody, unless it is as it was when it was claimed. */
    synchronized void add(OutboxEntry entry) {
        var claimed = claimedLately.get(entry.id());
        if (claimed == null || entry.version().compareTo(claimed) > 0) {
            queued.merge(entry.id(), entry, OutboxFeed::newer);
        }
    }

    /** Whether nothing is known to wait for the thread's account, nor anything more suspected to wait in the thread. */
    synchronized boolean isQuiet(ThreadId thread) {
        return !cutShort.contains(thread)
                && queued.values().stream()
                        .noneMatch(entry -> entry.thread().account().equals(thread.account()));
    }

    synchronized List<OutboxEntry> known() {
        return List.copyOf(queued.values());
    }

    synchronized void forget(Collection<OutboxEntry> claimed) {
        // A newer version that came meanwhile stays.
        claimed.forEach(entry -> queued.remove(entry.id(), entry));
    }

    /** These are being claimed: what the listener says of them from now on may be older than the claim. */
    synchronized void claimed(Collection<OutboxEntry> entries) {
        forget(entries);
        entries.forEach(entry -> claimedLately.put(entry.id(), entry.version()));
    }

    synchronized Optional<Instant> nextDue(Instant now) {
        return Selection.nextDue(queued.values(), now);
    }

    /** Looks through the queue of these accounts from now on; from its beginning when they are others than before. */
    synchronized void follow(Set<AccountId> accounts) {
        if (startingOver || !following.equals(accounts)) {
            following = accounts;
            startOver();
            startingOver = false;
        }
    }

    private void startOver() {
        queued.clear();
        claimedLately.clear();
        cutShort.clear();
        pages = repository.pages(following);
    }

    /** What is queued may lie where neither the listener nor the pages to come show it: the next look is at all of it. */
    synchronized void expectMore() {
        startingOver = true;
    }

    /** Reads the next page of the queue. Returns false at its end. */
    boolean readOn() {
        var place = place();
        if (place.isAtEnd()) {
            return false;
        }
        var entries = place.next();
        synchronized (this) {
            entries.forEach(this::add);
            if (queued.size() > MAX_KNOWN) {
                cutShort();
            }
        }
        return true;
    }

    private synchronized OutboxPages place() {
        return pages;
    }

    private synchronized void cutShort() {
        var all = List.copyOf(queued.values());
        var kept = Selection.beginnings(all, KEPT_OF_A_THREAD);
        if (kept.size() > MAX_KNOWN) {
            kept = Selection.beginnings(all, 1);
        }
        queued.clear();
        kept.forEach(this::add);
        all.stream()
                .filter(entry -> !queued.containsKey(entry.id()))
                .map(OutboxEntry::thread)
                .forEach(cutShort::add);
    }

    /** Threads of which nothing is known any more although there is more. */
    synchronized Set<ThreadId> usedUp(Set<ThreadId> busy) {
        if (cutShort.isEmpty()) {
            return Set.of();
        }
        var known = queued.values().stream().map(OutboxEntry::thread).collect(Collectors.toSet());
        return cutShort.stream()
                .filter(thread -> !known.contains(thread) && !busy.contains(thread))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** What the thread still has to send, as it was read just now, in place of what was known of it. */
    synchronized void replace(ThreadId thread, ThreadHead head) {
        queued.values().removeIf(entry -> entry.thread().equals(thread));
        head.queued().forEach(this::add);
        if (head.hasMore()) {
            cutShort.add(thread);
        } else {
            cutShort.remove(thread);
        }
    }

    synchronized boolean isListening() {
        return !listeners.isEmpty();
    }

    synchronized boolean isListeningFor(Set<AccountId> accounts) {
        return !listeners.isEmpty() && listeningFor.equals(accounts);
    }

    /** Whether nothing can be queued without the listener's seeing it. */
    synchronized boolean seesAll() {
        return !listeners.isEmpty() && listenerSeesAll;
    }

    /** Rings the bell when something is queued for these accounts. */
    void listen(Set<AccountId> accounts) {
        stopListening();
        synchronized (this) {
            listenerSeesAll = true;
        }
        var registrations = new ArrayList<ListenerRegistration>(
                repository.listen(accounts, executor, this::heard, this::stopListening));
        synchronized (this) {
            listeners = registrations;
            listeningFor = accounts;
        }
    }

    private void heard(OutboxRepository.Newest newest) {
        see(newest);
        wakeup.ring();
    }

    private synchronized void see(OutboxRepository.Newest newest) {
        newest.entries().forEach(this::add);
        if (!newest.isAll()) {
            // More than the newest may have come at once.
            listenerSeesAll = false;
            pages.lookForMore();
        }
        if (queued.size() > MAX_KNOWN) {
            cutShort();
        }
    }

    /** Looks once at what a listener would see. */
    void look(Set<AccountId> accounts) {
        see(repository.newest(accounts));
    }

    synchronized void stopListening() {
        listeners.forEach(ListenerRegistration::remove);
        listeners = List.of();
        listeningFor = Set.of();
        pages.lookForMore();
    }

    void close() {
        stopListening();
        executor.shutdownNow();
    }

    private static OutboxEntry newer(OutboxEntry one, OutboxEntry other) {
        return Comparator.comparing(OutboxEntry::version).compare(one, other) >= 0 ? one : other;
    }
}
