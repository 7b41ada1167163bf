package dev.connectors.whatsapp.connector.outbox;

import dev.connectors.whatsapp.connector.account.AccountRegistry;
import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.chat.ThreadId;
import dev.connectors.whatsapp.connector.firestore.WriteConflictException;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds what may go out next: lets {@link Selection} choose among what the feed knows, makes sure that each chosen entry is
 * the first of its thread, passes over new conversations of an account that WhatsApp restricts, and reads on in the queue
 * until something is found or the queue ends. For one thread.
 */
final class NextMessages {
    private static final Logger log = LoggerFactory.getLogger(NextMessages.class);

    private final OutboxRepository repository;
    private final OutboxFeed feed;
    private final InFlight inFlight;
    private final ThreadProgress progress;
    private final SendPace pace;
    private final AccountRegistry accounts;
    private final Conversations conversations;
    /** Threads whose first entry another worker holds, and until when its lease runs. */
    private final Map<ThreadId, Instant> heldElsewhere = new HashMap<>();

    NextMessages(
            OutboxRepository repository,
            OutboxFeed feed,
            InFlight inFlight,
            ThreadProgress progress,
            SendPace pace,
            Conversations conversations,
            AccountRegistry accounts) {
        this.repository = repository;
        this.feed = feed;
        this.inFlight = inFlight;
        this.progress = progress;
        this.pace = pace;
        this.conversations = conversations;
        this.accounts = accounts;
    }

    /** @param limit how many at the most */
    List<OutboxEntry> choose(Set<AccountId> canSend, Instant now, int limit) {
        heldElsewhere.values().removeIf(until -> !until.isAfter(now));
        feed.follow(canSend);
        feed.usedUp(busy()).forEach(this::readHead);
        var next = amongKnown(canSend, now, limit);
        while (next.isEmpty() && feed.readOn()) {
            next = amongKnown(canSend, now, limit);
        }
        return next;
    }

    private List<OutboxEntry> amongKnown(Set<AccountId> canSend, Instant now, int limit) {
        while (true) {
            var heads = Selection.next(feed.known(), canSend, busy(), account -> pace.room(account, now), now, limit);
            var doubtful = heads.stream().filter(head -> !progress.isNext(head)).toList();
            var forbidden = doubtful.isEmpty()
                    ? heads.stream().filter(head -> isForbidden(head, now)).toList()
                    : List.<OutboxEntry>of();
            if (doubtful.isEmpty() && forbidden.isEmpty()) {
                return heads;
            }
            // Each round settles at least one thread, so this ends.
            doubtful.stream().map(OutboxEntry::thread).forEach(this::readHead);
            forbidden.forEach(entry -> defer(entry, now));
        }
    }

    private Set<ThreadId> busy() {
        var busy = new HashSet<>(inFlight.threads());
        busy.addAll(heldElsewhere.keySet());
        return busy;
    }

    private void readHead(ThreadId thread) {
        var head = repository.head(thread);
        feed.replace(thread, head);
        head.heldUntil().ifPresent(until -> heldElsewhere.put(thread, until));
        head.queued().stream().findFirst().ifPresent(first -> progress.done(thread, first.sequence() - 1));
    }

    private boolean isForbidden(OutboxEntry entry, Instant now) {
        return accounts.restrictedUntil(entry.thread().account(), now).isPresent()
                && !conversations.isConversation(entry.thread());
    }

    private void defer(OutboxEntry entry, Instant now) {
        var until = accounts.restrictedUntil(entry.thread().account(), now).orElse(now);
        feed.forget(List.of(entry));
        try {
            feed.add(
                    repository.defer(entry, until, "WhatsApp lets this account begin no conversations until " + until));
        } catch (WriteConflictException changed) {
            log.atDebug().addKeyValue("requestId", entry.id()).log("claimed or written meanwhile");
        }
    }

    /** The clock went back: until when others hold threads says nothing now, and is looked up again. */
    void clockWentBack() {
        heldElsewhere.clear();
    }

    /** When something that waits for a time may go out. */
    Optional<Instant> nextDue(Set<AccountId> canSend, Instant now) {
        return Stream.of(
                        feed.nextDue(now).stream(),
                        heldElsewhere.values().stream(),
                        accountsWaiting(canSend).flatMap(account -> pace.nextRoom(account, now).stream()))
                .flatMap(moments -> moments)
                .filter(at -> at.isAfter(now))
                .min(Comparator.naturalOrder());
    }

    private Stream<AccountId> accountsWaiting(Collection<AccountId> canSend) {
        return feed.known().stream()
                .map(entry -> entry.thread().account())
                .filter(canSend::contains)
                .distinct();
    }
}
