package dev.connectors.whatsapp.connector.migration;

import com.google.cloud.firestore.DocumentReference;
import dev.connectors.whatsapp.connector.chat.ChatId;
import dev.connectors.whatsapp.connector.chat.Direction;
import dev.connectors.whatsapp.connector.chat.MessageKey;
import dev.connectors.whatsapp.connector.chat.ThreadId;
import dev.connectors.whatsapp.connector.firestore.Layout;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where a message of a former thread goes and what becomes of its fields. Pure. Under the name that the connector would give
 * it, receipts and redeliveries find it; one whose fields do not tell its key keeps its id.
 */
final class MessageMove {
    private MessageMove() {}

    static DocumentReference target(Layout layout, ThreadId thread, String id, Map<String, Object> fields) {
        return key(thread.chat(), fields)
                .map(key -> layout.message(thread, key))
                .orElseGet(() -> layout.message(thread, id));
    }

    private static Optional<MessageKey> key(ChatId chat, Map<String, Object> fields) {
        var id = text(fields, "waMessageId");
        return text(fields, "direction")
                .flatMap(Direction::fromField)
                .flatMap(direction ->
                        id.map(named -> new MessageKey(direction, author(chat, direction, fields), named)));
    }

    /** In a group each member chooses ids of its own. */
    private static Optional<ChatId> author(ChatId chat, Direction direction, Map<String, Object> fields) {
        return chat.isGroup() && direction == Direction.INBOUND
                ? text(fields, "participantJid").map(ChatId::new)
                : Optional.empty();
    }

    private static Optional<String> text(Map<String, Object> fields, String field) {
        return fields.get(field) instanceof String text && !text.isBlank() ? Optional.of(text) : Optional.empty();
    }

    /** The message as it is in its new place. */
    static Map<String, Object> fields(Layout layout, ThreadId thread, Map<String, Object> former) {
        var fields = new HashMap<>(former);
        fields.put("accountId", thread.account().value());
        fields.put("threadId", layout.data().threadId(thread));
        fields.put("chatId", thread.chat().jid());
        return fields;
    }
}
