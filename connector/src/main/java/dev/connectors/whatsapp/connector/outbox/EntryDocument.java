package dev.connectors.whatsapp.connector.outbox;

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
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The fields of an outbox entry's document. */
final class EntryDocument {
    static final String ACCOUNT_ID = "accountId";
    static final String STATUS = "status";
    static final String CREATED_AT = "createdAt";
    static final String LEASE_UNTIL = "leaseUntil";
    static final String WA_MESSAGE_ID = "waMessageId";

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
        fields.put("threadId", layout.threadId(request.thread()));
        fields.put("chatId", request.thread().chat().jid());
        fields.put("body", request.body());
        fields.put("senderUid", request.senderUid());
        request.clientMessageId().ifPresent(given -> fields.put("clientMessageId", given));
        fields.put(WA_MESSAGE_ID, id.waMessageId().value());
        fields.put("messageRef", message);
        fields.put("sequence", sequence);
        fields.put(STATUS, OutboxStatus.QUEUED.field());
        fields.put("attempts", 0);
        fields.put(CREATED_AT, Timestamps.of(acceptedAt));
        fields.put("updatedAt", Timestamps.of(now));
        return fields;
    }

    /** @throws RuntimeException if the document lacks what an entry has to have, or has it in another shape */
    static OutboxEntry read(DocumentSnapshot document) {
        return new OutboxEntry(
                new RequestId(document.getId()),
                new ThreadId(
                        new AccountId(required(document, ACCOUNT_ID, document.getString(ACCOUNT_ID))),
                        new ChatId(required(document, "chatId", document.getString("chatId")))),
                required(document, "sequence", document.getLong("sequence")),
                required(document, "body", document.getString("body")),
                new WaMessageId(required(document, WA_MESSAGE_ID, document.getString(WA_MESSAGE_ID))),
                required(document, "attempts", document.getLong("attempts")).intValue(),
                Optional.ofNullable(document.getTimestamp("nextAttemptAt")).map(Timestamps::instant),
                required(document, "version", document.getUpdateTime()));
    }

    private static <T> T required(DocumentSnapshot document, String field, @Nullable T value) {
        if (value == null) {
            throw new IllegalStateException(document.getReference().getPath() + " has no " + field);
        }
        return value;
    }

    /** @param claimId makes the write unique: one that changes nothing would leave the version as it is */
    static Map<String, Object> claimed(
            OutboxEntry entry, String worker, String claimId, Instant leaseUntil, Instant now) {
        return Map.of(
                STATUS,
                OutboxStatus.PROCESSING.field(),
                "claimedBy",
                worker,
                "claimId",
                claimId,
                LEASE_UNTIL,
                Timestamps.of(leaseUntil),
                "attempts",
                entry.attempts() + 1,
                "updatedAt",
                Timestamps.of(now));
    }

    static Map<String, Object> renewed(Instant leaseUntil, Instant now) {
        return Map.of(LEASE_UNTIL, Timestamps.of(leaseUntil), "updatedAt", Timestamps.of(now));
    }

    static Map<String, Object> sent(Instant now) {
        var fields = ended(OutboxStatus.SENT, now);
        fields.put("sentAt", Timestamps.of(now));
        fields.put("error", FieldValue.delete());
        return fields;
    }

    static Map<String, Object> failed(String error, Instant now) {
        var fields = ended(OutboxStatus.FAILED, now);
        fields.put("failedAt", Timestamps.of(now));
        fields.put("error", error);
        return fields;
    }

    /** @param attempts what counts as tried so far */
    static Map<String, Object> released(Instant nextAttemptAt, int attempts, String error, Instant now) {
        var fields = ended(OutboxStatus.QUEUED, now);
        fields.put("nextAttemptAt", Timestamps.of(nextAttemptAt));
        fields.put("attempts", attempts);
        fields.put("error", error);
        return fields;
    }

    private static Map<String, Object> ended(OutboxStatus status, Instant now) {
        var fields = new HashMap<String, Object>();
        fields.put(STATUS, status.field());
        fields.put("claimedBy", FieldValue.delete());
        fields.put("claimId", FieldValue.delete());
        fields.put(LEASE_UNTIL, FieldValue.delete());
        fields.put("updatedAt", Timestamps.of(now));
        return fields;
    }
}
