package dev.connectors.whatsapp.connector.outbox;

import com.google.cloud.Timestamp;
import com.google.cloud.firestore.DocumentSnapshot;
import dev.connectors.whatsapp.connector.chat.ThreadId;
import dev.connectors.whatsapp.connector.firestore.Timestamps;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What an enqueue has to know of a thread's document.
 *
 * @param version the version read; empty when there is no such document yet
 * @param owner uid of the first sender, if anybody has sent
 * @param coWriters uids of those who may send beside the owner
 * @param locked whether nobody may
 * @param sequence the number of the last message accepted, 0 before the first
 * @param lastAcceptedAt when that was
 */
record ThreadState(
        Optional<Timestamp> version,
        Optional<String> owner,
        List<String> coWriters,
        boolean locked,
        long sequence,
        Instant lastAcceptedAt) {
    static final String OWNER = "ownerUid";
    static final String SEQUENCE = "outboxSequence";
    static final String LAST_ACCEPTED_AT = "lastAcceptedAt";
    private static final String CO_WRITERS = "coWriterUids";
    private static final String LOCKED = "locked";

    /** @throws UnreadableThreadException if a field is not what it has to be: who may send cannot be guessed */
    static ThreadState read(ThreadId thread, DocumentSnapshot document) {
        if (!document.exists()) {
            return new ThreadState(Optional.empty(), Optional.empty(), List.of(), false, 0, Instant.EPOCH);
        }
        return new ThreadState(
                Optional.ofNullable(document.getUpdateTime()),
                field(thread, document, OWNER, String.class),
                field(thread, document, CO_WRITERS, List.class)
                        .map(ThreadState::words)
                        .orElse(List.of()),
                field(thread, document, LOCKED, Boolean.class).orElse(false),
                field(thread, document, SEQUENCE, Number.class)
                        .map(Number::longValue)
                        .orElse(0L),
                field(thread, document, LAST_ACCEPTED_AT, Timestamp.class)
                        .map(Timestamps::instant)
                        .orElse(Instant.EPOCH));
    }

    private static <T> Optional<T> field(ThreadId thread, DocumentSnapshot document, String name, Class<T> type) {
        var value = document.get(name);
        if (value != null && !type.isInstance(value)) {
            throw new UnreadableThreadException(thread, name);
        }
        return Optional.ofNullable(value).map(type::cast);
    }

    private static List<String> words(List<?> values) {
        return values.stream().map(String::valueOf).toList();
    }

    /** As it is after this entry of its was accepted: one commit writes both. */
    ThreadState accepted(String senderUid, OutboxEntry entry) {
        return new ThreadState(
                Optional.of(entry.version()),
                owner.or(() -> Optional.of(senderUid)),
                coWriters,
                locked,
                entry.sequence(),
                entry.acceptedAt());
    }

    boolean exists() {
        return version.isPresent();
    }
}
