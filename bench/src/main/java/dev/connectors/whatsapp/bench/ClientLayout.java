package dev.connectors.whatsapp.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What a generation of client applications calls things, as far as they are looked at here. */
enum ClientLayout {
    CANONICAL("_", "whatsapp_outbox", "whatsapp_messages", "delivery"),
    LEGACY("__", "outbox", "messages", "status");

    private final String separator;
    private final String outbox;
    private final String messages;
    private final String deliveryField;

    ClientLayout(String separator, String outbox, String messages, String deliveryField) {
        this.separator = separator;
        this.outbox = outbox;
        this.messages = messages;
        this.deliveryField = deliveryField;
    }

    static List<String> words() {
        return Arrays.stream(values()).map(ClientLayout::word).toList();
    }

    /** The one of this {@link #word()}. */
    static ClientLayout of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    /** The value of {@code FIRESTORE_LAYOUT}. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    String threadId(Account account, String chatId) {
        return account.id() + separator + chatId;
    }

    /** The collection of outbox entries. */
    String outbox() {
        return outbox;
    }

    /** The name of the collection of messages, or of all that have some. */
    String messages() {
        return messages;
    }

    /** The field of an outgoing message that says how far it has come. */
    String deliveryField() {
        return deliveryField;
    }
}
