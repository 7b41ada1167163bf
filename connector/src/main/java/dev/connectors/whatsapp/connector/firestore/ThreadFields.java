package dev.connectors.whatsapp.connector.firestore;

import dev.connectors.whatsapp.connector.chat.DataLayout;
import dev.connectors.whatsapp.connector.chat.Direction;
import dev.connectors.whatsapp.connector.chat.MessagePreview;
import dev.connectors.whatsapp.connector.chat.ThreadId;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** The fields of a thread's document that both directions write. */
public final class ThreadFields {
    private ThreadFields() {}

    /** What a new thread has to have. */
    public static Map<String, Object> created(ThreadId thread, Instant now) {
        return Map.of(
                "accountId", thread.account().value(),
                "chatId", thread.chat().jid(),
                "clientJid", thread.chat().jid(),
                "createdAt", Timestamps.of(now));
    }

    /** What a list of threads shows: the newest message. The map may be added to. */
    public static Map<String, Object> lastMessage(
            DataLayout layout, String body, Direction direction, Instant at, Instant now) {
        var fields = new HashMap<String, Object>();
        fields.put("lastMessageAt", Timestamps.of(at));
        fields.put(layout.previewField(), MessagePreview.of(body));
        fields.put("lastMessageDirection", direction.field());
        fields.put("updatedAt", Timestamps.of(now));
        return fields;
    }
}
