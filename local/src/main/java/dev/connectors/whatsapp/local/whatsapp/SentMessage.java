package dev.connectors.whatsapp.local.whatsapp;

import java.time.Instant;

/**
 * A message that a contact or a phone wrote.
 *
 * @param id WhatsApp's message id
 * @param to the number it went to
 * @param sentAt in whole seconds, as WhatsApp has it
 */
public record SentMessage(String id, String to, Instant sentAt) {
    record Wire(String id, String to, long timestamp) {
        SentMessage message() {
            return new SentMessage(id, to, Instant.ofEpochSecond(timestamp));
        }
    }
}
