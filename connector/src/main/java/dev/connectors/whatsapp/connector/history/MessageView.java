package dev.connectors.whatsapp.connector.history;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.google.cloud.firestore.DocumentSnapshot;
import dev.connectors.whatsapp.connector.chat.DataLayout;
import dev.connectors.whatsapp.connector.firestore.Fields;
import java.time.Instant;
import java.util.Optional;

/**
 * A message of a thread. What it has beside its words stands in its document.
 *
 * @param messageId the id of its document
 * @param direction {@code inbound} or {@code outbound}
 * @param type {@code text}, {@code image}, {@code reaction} and so on
 * @param body its words
 * @param delivery how far an outgoing one has come
 * @param fromName the name its author shows
 * @param participantJid in groups, who wrote it
 * @param requestId the request that it was sent by
 * @param error why it was not sent
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record MessageView(
        String messageId,
        String direction,
        String type,
        Optional<String> body,
        Optional<String> delivery,
        Optional<String> waMessageId,
        Optional<String> fromName,
        Optional<String> participantJid,
        Optional<String> requestId,
        Optional<String> error,
        Optional<Instant> createdAt,
        Optional<Instant> updatedAt) {

    static MessageView read(DataLayout layout, DocumentSnapshot document) {
        var fields = new Fields(document);
        return new MessageView(
                fields.id(),
                fields.text("direction").orElse(""),
                fields.text("type").orElse("text"),
                fields.text("body"),
                fields.text(layout.deliveryField()),
                fields.text("waMessageId"),
                fields.text("fromName"),
                fields.text("participantJid"),
                fields.text("requestId"),
                fields.text("error"),
                fields.time(HistoryQueries.CREATED_AT),
                fields.time("updatedAt"));
    }
}
