package dev.connectors.whatsapp.connector.chat;

/**
 * A message's id on WhatsApp's side.
 *
 * @param value as it stands in the stanza
 */
public record WaMessageId(String value) {
    @Override
    public String toString() {
        return value;
    }
}
