package dev.connectors.whatsapp.connector.outbox;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.connectors.whatsapp.connector.chat.ThreadId;

/**
 * Which threads are conversations: in those an account may go on that may not begin new ones. Remembers the ones it has
 * seen, so that a reply costs no look each time.
 */
final class Conversations {
    private static final int MAX_REMEMBERED = 10_000;

    private final OutboxRepository repository;
    private final Cache<ThreadId, Boolean> begun =
            Caffeine.newBuilder().maximumSize(MAX_REMEMBERED).build();

    Conversations(OutboxRepository repository) {
        this.repository = repository;
    }

    /** Somebody has written to the account, or got its message. */
    void begun(ThreadId thread) {
        begun.put(thread, true);
    }

    boolean isConversation(ThreadId thread) {
        if (begun.getIfPresent(thread) != null) {
            return true;
        }
        var is = repository.isConversation(thread);
        if (is) {
            begun(thread);
        }
        return is;
    }
}
