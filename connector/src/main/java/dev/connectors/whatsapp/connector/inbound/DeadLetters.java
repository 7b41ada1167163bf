package dev.connectors.whatsapp.connector.inbound;

import com.google.cloud.firestore.Blob;
import dev.connectors.whatsapp.connector.bridge.BridgeEvent.ChatEvent;
import dev.connectors.whatsapp.connector.bridge.BridgeEvent.InboundMessage;
import dev.connectors.whatsapp.connector.firestore.Calls;
import dev.connectors.whatsapp.connector.firestore.Layout;
import dev.connectors.whatsapp.connector.firestore.Timestamps;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Keeps what Firestore will never take where it belongs, so that it neither holds up its account nor is lost. */
final class DeadLetters {
    private final Layout layout;

    DeadLetters(Layout layout) {
        this.layout = layout;
    }

    void park(ChatEvent event, String problem, Instant now) {
        var account = event.origin().account();
        Calls.await(layout.deadLetters(account).document().create(fields(event, problem, now)));
    }

    /** Nothing in it can be refused again: bounded bytes, and no field of anybody else's naming. */
    static Map<String, Object> fields(ChatEvent event, String problem, Instant now) {
        var words = event.toString().getBytes(StandardCharsets.UTF_8);
        var fields = new HashMap<String, Object>();
        fields.put("event", event.getClass().getSimpleName());
        fields.put("problem", problem);
        fields.put("content", Blob.fromBytes(firstOf(words)));
        fields.put("contentBytes", words.length);
        fields.put("createdAt", Timestamps.of(now));
        if (event instanceof InboundMessage message && !message.raw().isEmpty()) {
            fields.put("raw", Blob.fromBytes(firstOf(message.raw().toByteArray())));
            fields.put("rawBytes", message.raw().size());
        }
        return fields;
    }

    private static byte[] firstOf(byte[] bytes) {
        return Arrays.copyOf(bytes, Math.min(bytes.length, MAX_BYTES));
    }

    /** Two of them and the rest fit into a document of 1 MiB. */
    private static final int MAX_BYTES = 448 << 10;
}
