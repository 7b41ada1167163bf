package dev.connectors.whatsapp.connector.outbox;

import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.chat.ThreadId;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BinaryOperator;

/** Which of the queued entries go next. Pure. */
final class Selection {
    private static final Comparator<OutboxEntry> THREAD_ORDER = Comparator.comparingLong(OutboxEntry::sequence);

    private Selection() {}

    /**
     * The head of each thread that is due, of an account that can send, with nothing of the same thread under way. A
     * head that waits holds up its own thread and no other.
     *
     * @param queued what is known to be queued, the longest waiting first
     * @param busy threads with a message under way
     * @param limit how many at the most
     */
    static List<OutboxEntry> next(
            Collection<OutboxEntry> queued, Set<AccountId> canSend, Set<ThreadId> busy, Instant now, int limit) {
        var heads = new LinkedHashMap<ThreadId, OutboxEntry>();
        queued.forEach(entry -> heads.merge(entry.thread(), entry, BinaryOperator.minBy(THREAD_ORDER)));
        return heads.values().stream()
                .filter(head -> !busy.contains(head.thread()))
                .filter(head -> canSend.contains(head.thread().account()))
                .filter(head -> head.isDue(now))
                .limit(limit)
                .toList();
    }

    /** When the first of these that waits for a time is due. */
    static Optional<Instant> nextDue(Collection<OutboxEntry> queued, Instant now) {
        return queued.stream()
                .flatMap(entry -> entry.nextAttemptAt().stream())
                .filter(at -> at.isAfter(now))
                .min(Comparator.naturalOrder());
    }
}
