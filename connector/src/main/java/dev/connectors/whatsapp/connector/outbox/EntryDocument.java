package dev.connectors.whatsapp.connector.outbox;

import com.google.cloud.Timestamp;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.FieldValue;
import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.chat.ChatId;
import dev.connectors.whatsapp.connector.chat.DataLayout;
import dev.connectors.whatsapp.connector.chat.RequestId;
import dev.connectors.whatsapp.connector.chat.ThreadId;
import dev.connectors.whatsapp.connector.chat.WaMessageId;
import dev.connectors.whatsapp.connector.firestore.Timestamps;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The fields of an outbox entry's document. */
final class EntryDocument {
    static final String ACCOUNT_ID = "accountId";
    static final String STATUS = "status";
    static final String CREATED_AT = "createdAt";
    static final String THREAD_ID = "threadId";
    static final String SEQUENCE = "sequence";
    static final String CLAIMED_BY = "claimedBy";
    static final String CLAIM_ID = "claimId";
    /** Of the account's holder that claimed it. */
    static final String OWNER_EPOCH = "ownerEpoch";

    static final String WAITING_FOR = "waitingFor";
    /** What {@link #WAITING_FOR} says of an entry that would begin a conversation while the account may not. */
    static final String RESTRICTION = "restriction";

    static final String ERROR = "error";
    static final String LEASE_UNTIL = "leaseUntil";
    static final String WA_MESSAGE_ID = "waMessageId";
    static final String SENT_AT = "sentAt";
    static final String FAILED_AT = "failedAt";

    static final String ATTEMPTS = "attempts";
    static final String NEXT_ATTEMPT_AT = "nextAttemptAt";
    static final String UPDATED_AT = "updatedAt";
    static final String SENDER_UID = "senderUid";
    static final String CLIENT_MESSAGE_ID = "clientMessageId";

    private EntryDocument() {}

    static Map<String, Object> created(
            DataLayout layout,
            RequestId id,
            SendRequest request,
            long sequence,
            DocumentReference message,
            Instant acceptedAt,
            Instant now) {
        var fields = new HashMap<String, Object>();
        fields.put(ACCOUNT_ID, request.thread().account().value());
        fields.put(THREAD_ID, layout.threadId(request.thread()));
        fields.put("chatId", request.thread().chat().jid());
        fields.put("body", request.body());
        fields.put(SENDER_UID, request.senderUid());
        request.clientMessageId().ifPresent(given -> fields.put(CLIENT_MESSAGE_ID, given));
        fields.put(WA_MESSAGE_ID, id.waMessageId().value());
        fields.put("messageRef", message);
        fields.put(SEQUENCE, sequence);
        fields.put(STATUS, OutboxStatus.QUEUED.field());
        fields.put(ATTEMPTS, 0);
        fields.put(CREATED_AT, Timestamps.of(acceptedAt));
        fields.put(UPDATED_AT, Timestamps.of(now));
        return fields;
    }

    /** @throws RuntimeException if the document lacks what an entry has to have, or has it in another shape */
    static OutboxEntry read(DataLayout layout, DocumentSnapshot document) {
        return new OutboxEntry(
                new RequestId(document.getId()),
                thread(layout, document),
                required(document, SEQUENCE, document.getLong(SEQUENCE)),
                required(document, "body", document.getString("body")),
                new WaMessageId(required(document, WA_MESSAGE_ID, document.getString(WA_MESSAGE_ID))),
                required(document, ATTEMPTS, document.getLong(ATTEMPTS)).intValue(),
                Timestamps.instant(required(document, CREATED_AT, document.getTimestamp(CREATED_AT))),
                Optional.ofNullable(document.getTimestamp(NEXT_ATTEMPT_AT)).map(Timestamps::instant),
                required(document, "creation", document.getCreateTime()),
                required(document, "version", document.getUpdateTime()));
    }

    /** One that has another thread's id would be looked for there, and never be found. */
    private static ThreadId thread(DataLayout layout, DocumentSnapshot document) {
        var thread = new ThreadId(
                new AccountId(required(document, ACCOUNT_ID, document.getString(ACCOUNT_ID))),
                new ChatId(required(document, "chatId", document.getString("chatId"))));
        if (!layout.threadId(thread).equals(document.get(THREAD_ID))) {
            throw new IllegalStateException(
                    document.getReference().getPath() + " has a " + THREAD_ID + " that is not its chat's");
        }
        return thread;
    }

    static boolean is(OutboxStatus status, DocumentSnapshot document) {
        return status.field().equals(document.get(STATUS));
    }

    /** Long past where there is none. */
    static Instant leaseUntil(DocumentSnapshot document) {
        return document.get(LEASE_UNTIL) instanceof Timestamp until ? Timestamps.instant(until) : Instant.EPOCH;
    }

    /** Below that of every holder where there is none. */
    static long ownerEpoch(DocumentSnapshot document) {
        return document.get(OWNER_EPOCH) instanceof Long epoch ? epoch : 0;
    }

    private static <T> T required(DocumentSnapshot document, String field, @Nullable T value) {
        if (value == null) {
            throw new IllegalStateException(document.getReference().getPath() + " has no " + field);
        }
        return value;
    }

    /** @param attempts those before */
    static Map<String, Object> claimed(int attempts, ClaimTerms terms, Instant now) {
        return Map.of(
                STATUS,
                OutboxStatus.PROCESSING.field(),
                CLAIMED_BY,
                terms.worker(),
                OWNER_EPOCH,
                terms.ownerEpoch(),
                CLAIM_ID,
                terms.claimId(),
                LEASE_UNTIL,
                Timestamps.of(terms.leaseUntil()),
                ATTEMPTS,
                attempts + 1,
                UPDATED_AT,
                Timestamps.of(now));
    }

    static Map<String, Object> renewed(Instant leaseUntil, Instant now) {
        return Map.of(LEASE_UNTIL, Timestamps.of(leaseUntil), UPDATED_AT, Timestamps.of(now));
    }

    /** @param expiresAt when nobody needs the entry any more; Firestore deletes it some time after */
    static Map<String, Object> sent(Instant now, Instant expiresAt) {
        var fields = ended(OutboxStatus.SENT, now);
        fields.put(SENT_AT, Timestamps.of(now));
        fields.put("expiresAt", Timestamps.of(expiresAt));
        fields.put(ERROR, FieldValue.delete());
        return fields;
    }

    static Map<String, Object> failed(String error, Instant now) {
        var fields = ended(OutboxStatus.FAILED, now);
        fields.put(FAILED_AT, Timestamps.of(now));
        fields.put(ERROR, error);
        return fields;
    }

    /** @param attempts what counts as tried so far */
    static Map<String, Object> released(Instant nextAttemptAt, int attempts, String error, Instant now) {
        var fields = ended(OutboxStatus.QUEUED, now);
        fields.put(NEXT_ATTEMPT_AT, Timestamps.of(nextAttemptAt));
        fields.put(ATTEMPTS, attempts);
        fields.put(ERROR, error);
        return fields;
    }

    /** Still queued, and not to be tried before then. */
    static Map<String, Object> deferred(Instant until, String error, Instant now) {
        return Map.of(
                NEXT_ATTEMPT_AT,
                Timestamps.of(until),
                WAITING_FOR,
                RESTRICTION,
                ERROR,
                error,
                UPDATED_AT,
                Timestamps.of(now));
    }

    /** What a deferred entry waited for has come. */
    static Map<String, Object> resumed(Instant now) {
        return Map.of(
                NEXT_ATTEMPT_AT,
                FieldValue.delete(),
                WAITING_FOR,
                FieldValue.delete(),
                ERROR,
                FieldValue.delete(),
                UPDATED_AT,
                Timestamps.of(now));
    }

    /**
     * A failed entry as if it had never been tried, except that it remembers.
     *
     * @param by uid of who put it back
     */
    static Map<String, Object> putBack(DocumentSnapshot failed, String by, Instant now) {
        var fields = ended(OutboxStatus.QUEUED, now);
        fields.put(ATTEMPTS, 0);
        fields.put(NEXT_ATTEMPT_AT, FieldValue.delete());
        fields.put(FAILED_AT, FieldValue.delete());
        fields.put(ERROR, FieldValue.delete());
        fields.put(
                "history",
                FieldValue.arrayUnion(Map.of(
                        "at",
                        Timestamps.of(now),
                        "attempts",
                        Objects.requireNonNullElse(failed.getLong(ATTEMPTS), 0L),
                        "error",
                        Objects.requireNonNullElse(failed.getString(ERROR), ""),
                        "by",
                        by)));
        return fields;
    }

    private static Map<String, Object> ended(OutboxStatus status, Instant now) {
        var fields = new HashMap<String, Object>();
        fields.put(STATUS, status.field());
        fields.put(CLAIMED_BY, FieldValue.delete());
        fields.put(OWNER_EPOCH, FieldValue.delete());
        fields.put(WAITING_FOR, FieldValue.delete());
        fields.put(CLAIM_ID, FieldValue.delete());
        fields.put(LEASE_UNTIL, FieldValue.delete());
        fields.put(UPDATED_AT, Timestamps.of(now));
        return fields;
    }
}
