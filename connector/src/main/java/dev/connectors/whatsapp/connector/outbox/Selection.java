package dev.connectors.whatsapp.connector.outbox;

import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.chat.ThreadId;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.function.ToIntFunction;

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
     * @param pace how many of an account may go now
     * @param limit how many at the most
     */
    static List<OutboxEntry> next(
            Collection<OutboxEntry> queued,
            Set<AccountId> canSend,
            Set<ThreadId> busy,
            ToIntFunction<AccountId> pace,
            Instant now,
            int limit) {
        var chosen = new HashMap<AccountId, Integer>();
        var heads = new LinkedHashMap<ThreadId, OutboxEntry>();
        queued.forEach(entry -> heads.merge(entry.thread(), entry, BinaryOperator.minBy(THREAD_ORDER)));
        return heads.values().stream()
                .filter(head -> !busy.contains(head.thread()))
                .filter(head -> canSend.contains(head.thread().account()))
                .filter(head -> head.isDue(now))
                .filter(head -> {
                    var account = head.thread().account();
                    return chosen.merge(account, 1, Integer::sum) <= pace.applyAsInt(account);
                })
                .limit(limit)
                .toList();
    }

    /**
     * The first entries of each thread, for a memory that is full.
     *
     * @param perThread how many of each are kept
     */
    static List<OutboxEntry> beginnings(Collection<OutboxEntry> queued, int perThread) {
        var kept = new HashMap<ThreadId, Integer>();
        return queued.stream()
                .sorted(THREAD_ORDER)
                .filter(entry -> kept.merge(entry.thread(), 1, Integer::sum) <= perThread)
                .sorted(Comparator.comparing(OutboxEntry::acceptedAt))
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
