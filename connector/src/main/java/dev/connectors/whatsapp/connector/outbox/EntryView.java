package dev.connectors.whatsapp.connector.outbox;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.google.cloud.firestore.DocumentSnapshot;
import dev.connectors.whatsapp.connector.firestore.Fields;
import java.time.Instant;
import java.util.Optional;

/**
 * An outbox entry as its document says, for people to look at; without its text. What is missing or garbled is left out.
 *
 * @param attempts so far
 * @param error of the last try that failed
 * @param senderUid who asked for it
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record EntryView(
        String requestId,
        String status,
        String accountId,
        String threadId,
        long attempts,
        Optional<Instant> createdAt,
        Optional<Instant> updatedAt,
        Optional<Instant> nextAttemptAt,
        Optional<String> error,
        Optional<String> senderUid,
        Optional<String> clientMessageId,
        Optional<String> waMessageId) {

    static EntryView read(DocumentSnapshot document) {
        var fields = new Fields(document);
        return new EntryView(
                fields.id(),
                fields.text(EntryDocument.STATUS).orElse(""),
                fields.text(EntryDocument.ACCOUNT_ID).orElse(""),
                fields.text(EntryDocument.THREAD_ID).orElse(""),
                fields.number(EntryDocument.ATTEMPTS),
                fields.time(EntryDocument.CREATED_AT),
                fields.time(EntryDocument.UPDATED_AT),
                fields.time(EntryDocument.NEXT_ATTEMPT_AT),
                fields.text(EntryDocument.ERROR),
                fields.text(EntryDocument.SENDER_UID),
                fields.text(EntryDocument.CLIENT_MESSAGE_ID),
                fields.text(EntryDocument.WA_MESSAGE_ID));
    }
}
