package dev.connectors.whatsapp.connector.outbox;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.connectors.whatsapp.connector.chat.ThreadId;
import java.util.Optional;

/**
 * How far each thread has come, as far as this worker has seen it. The earliest entry that a worker happens to know of a
 * thread need not be the earliest that there is: an earlier one may lie on another page, have been accepted by another pod a
 * moment ago, or be held by another worker. So an entry goes out only when what precedes it is known to be done; where
 * that is not known, one query tells.
 */
final class ThreadProgress {
    /** Threads remembered; the next message of a forgotten one costs the query again. */
    private static final int MAX_THREADS = 50_000;

    private final Cache<ThreadId, Long> done =
            Caffeine.newBuilder().maximumSize(MAX_THREADS).build();

    /** Nothing up to this number of the thread waits or is under way. */
    void done(ThreadId thread, long sequence) {
        done.asMap().merge(thread, sequence, Math::max);
    }

    /** Whether nothing of its thread can come before it. */
    boolean isNext(OutboxEntry entry) {
        return isNext(entry.thread(), entry.sequence());
    }

    /** Whether nothing of the thread can come before what has this number. */
    boolean isNext(ThreadId thread, long sequence) {
        var before = sequence - 1;
        return before <= 0 || Optional.ofNullable(done.getIfPresent(thread)).orElse(0L) >= before;
    }
}
