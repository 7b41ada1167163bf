package dev.connectors.whatsapp.connector.outbox;

import com.google.cloud.Timestamp;
import com.google.cloud.firestore.DocumentSnapshot;
import dev.connectors.whatsapp.connector.firestore.Timestamps;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
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

    static ThreadState read(DocumentSnapshot document) {
        if (!document.exists()) {
            return new ThreadState(Optional.empty(), Optional.empty(), List.of(), false, 0, Instant.EPOCH);
        }
        return new ThreadState(
                Optional.ofNullable(document.getUpdateTime()),
                Optional.ofNullable(document.getString(OWNER)),
                document.get("coWriterUids") instanceof List<?> uids
                        ? uids.stream().map(String::valueOf).toList()
                        : List.of(),
                Objects.equals(document.getBoolean("locked"), true),
                Optional.ofNullable(document.getLong(SEQUENCE)).orElse(0L),
                Optional.ofNullable(document.getTimestamp(LAST_ACCEPTED_AT))
                        .map(Timestamps::instant)
                        .orElse(Instant.EPOCH));
    }

    boolean exists() {
        return version.isPresent();
    }
}
