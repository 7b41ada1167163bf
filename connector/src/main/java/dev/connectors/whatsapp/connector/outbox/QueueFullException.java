package dev.connectors.whatsapp.connector.outbox;

import dev.connectors.whatsapp.connector.chat.AccountId;
import java.time.Duration;

/** So much waits for the account's pace that another message would wait longer than a minute; nothing was written. */
public final class QueueFullException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Duration retryAfter;

    QueueFullException(AccountId account, int perMinute, Duration retryAfter) {
        super("account " + account + " sends " + perMinute + " messages a minute, and as many are waiting already");
        this.retryAfter = retryAfter;
    }

    /** When the queue is short enough, if nothing else comes. */
    public Duration retryAfter() {
        return retryAfter;
    }
}
