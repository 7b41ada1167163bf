package dev.connectors.whatsapp.connector.outbox;

import com.google.cloud.Timestamp;
import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.chat.ChatId;
import dev.connectors.whatsapp.connector.chat.RequestId;
import dev.connectors.whatsapp.connector.chat.ThreadId;
import java.time.Instant;
import java.util.Optional;

/** Entries to try things on. */
final class Entries {
    private Entries() {}

    static ThreadId thread(String account, String chat) {
        return new ThreadId(new AccountId(account), new ChatId(chat));
    }

    static OutboxEntry entry(ThreadId thread, long sequence) {
        return entry(thread, sequence, Optional.empty());
    }

    static OutboxEntry entry(ThreadId thread, long sequence, Optional<Instant> nextAttemptAt) {
        var id = RequestId.of("ana", thread, "m" + sequence);
        return new OutboxEntry(
                id,
                thread,
                sequence,
                "Bună!",
                id.waMessageId(),
                0,
                Instant.EPOCH.plusSeconds(sequence),
                nextAttemptAt,
                version(1),
                version(1));
    }

    static Claim claim(OutboxEntry entry) {
        return new Claim(entry.claimed(), version(2));
    }

    static Timestamp version(long number) {
        return Timestamp.ofTimeSecondsAndNanos(1_767_225_600 + number, 0);
    }
}
