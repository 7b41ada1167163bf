package dev.connectors.whatsapp.connector.firestore;

import dev.connectors.whatsapp.connector.chat.DataLayout;
import dev.connectors.whatsapp.connector.chat.Delivery;
import dev.connectors.whatsapp.connector.chat.Direction;
import dev.connectors.whatsapp.connector.chat.ThreadId;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** The fields of a message's document that both directions write. */
public final class MessageFields {
    private MessageFields() {}

    /**
     * What every message has. The map may be added to.
     *
     * @param createdAt decides its place in the thread
     */
    public static Map<String, Object> created(
            DataLayout layout,
            ThreadId thread,
            Direction direction,
            String waMessageId,
            Instant createdAt,
            Instant now) {
        var fields = new HashMap<String, Object>();
        fields.put("accountId", thread.account().value());
        fields.put("threadId", layout.threadId(thread));
        fields.put("chatId", thread.chat().jid());
        fields.put("direction", direction.field());
        fields.put("waMessageId", waMessageId);
        fields.put("createdAt", Timestamps.of(createdAt));
        fields.put("updatedAt", Timestamps.of(now));
        return fields;
    }

    /** How far an outgoing message has come. */
    public static Map<String, Object> delivery(DataLayout layout, Delivery delivery, Instant now) {
        return Map.of(layout.deliveryField(), delivery.field(), "updatedAt", Timestamps.of(now));
    }
}
