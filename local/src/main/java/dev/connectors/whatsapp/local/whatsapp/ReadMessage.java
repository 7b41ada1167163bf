package dev.connectors.whatsapp.local.whatsapp;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A message as its reader's phone shows it: one for each id, however often it came.
 *
 * @param id WhatsApp's message id
 * @param from the number that wrote it
 * @param text its words, if it has any
 * @param kind the content in WhatsApp's words, such as {@code conversation}
 * @param acceptedAt when the server took the first stanza with this id, in whole seconds
 * @param readAt when it was decrypted
 * @param copies how many stanzas carried this id
 */
public record ReadMessage(
        String id, String from, Optional<String> text, String kind, Instant acceptedAt, Instant readAt, int copies) {
    record Wire(
            String id, String from, @Nullable String text, String kind, long timestamp, long receivedAt, int copies) {
        ReadMessage message() {
            return new ReadMessage(
                    id,
                    from,
                    Optional.ofNullable(text),
                    kind,
                    Instant.ofEpochSecond(timestamp),
                    Instant.ofEpochMilli(receivedAt),
                    copies);
        }
    }
}
