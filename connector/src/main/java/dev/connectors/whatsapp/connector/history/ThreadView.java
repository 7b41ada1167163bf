package dev.connectors.whatsapp.connector.history;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.google.cloud.firestore.DocumentSnapshot;
import dev.connectors.whatsapp.connector.chat.DataLayout;
import dev.connectors.whatsapp.connector.firestore.Fields;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A conversation of an account.
 *
 * @param threadId the id of its document
 * @param lastMessagePreview the beginning of its newest message
 * @param lastMessageDirection {@code inbound} or {@code outbound}
 * @param ownerUid who sent in it first
 * @param coWriterUids who else may send in it
 * @param locked whether nobody may
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record ThreadView(
        String threadId,
        String accountId,
        String chatId,
        Optional<Instant> lastMessageAt,
        Optional<String> lastMessagePreview,
        Optional<String> lastMessageDirection,
        Optional<String> ownerUid,
        List<String> coWriterUids,
        boolean locked) {

    static ThreadView read(DataLayout layout, DocumentSnapshot document) {
        var fields = new Fields(document);
        return new ThreadView(
                fields.id(),
                fields.text("accountId").orElse(""),
                fields.text("chatId").or(() -> fields.text("clientJid")).orElse(""),
                fields.time(HistoryQueries.LAST_MESSAGE_AT),
                fields.text(layout.previewField()),
                fields.text("lastMessageDirection"),
                fields.text("ownerUid"),
                fields.texts("coWriterUids"),
                fields.isTrue("locked"));
    }
}
