package dev.connectors.whatsapp.connector.chat;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * A generation of client applications: how it names what it shares with the connector. One deployment serves one of them.
 * Read from the right, each id has one meaning, because what stands behind an account id is encoded.
 */
public enum DataLayout {
    /** The present one. */
    CANONICAL("_", "lastMessagePreview", "delivery") {
        @Override
        public String messageId(ThreadId thread, MessageKey key) {
            return threadId(thread) + IdEncoding.SEPARATOR + key.encoded();
        }

        @Override
        public String dedupeId(ThreadId thread, MessageKey key) {
            return messageId(thread, key);
        }

        @Override
        public String otherDedupeId(ThreadId thread, MessageKey key) {
            return dedupeId(thread, key);
        }
    },

    /** The one before, in which messages lie below their thread. */
    LEGACY("__", "lastMessageText", "status") {
        @Override
        public String messageId(ThreadId thread, MessageKey key) {
            return key.encoded();
        }

        @Override
        public String dedupeId(ThreadId thread, MessageKey key) {
            return thread.account().value() + separator() + IdEncoding.encode(key.id());
        }

        @Override
        public String otherDedupeId(ThreadId thread, MessageKey key) {
            var digest = Sha256.hex(CANONICAL.messageId(thread, key)).substring(0, SUFFIX_HEX_DIGITS);
            return dedupeId(thread, key) + separator() + digest;
        }
    };

    private static final int SUFFIX_HEX_DIGITS = 32;

    private final String separator;
    private final String previewField;
    private final String deliveryField;

    DataLayout(String separator, String previewField, String deliveryField) {
        this.separator = separator;
        this.previewField = previewField;
        this.deliveryField = deliveryField;
    }

    /** As people write it in a setting: {@code canonical} or {@code legacy}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Empty for anything that is not one of the {@linkplain #word() words}. */
    public static Optional<DataLayout> fromWord(String word) {
        return Arrays.stream(values())
                .filter(layout -> layout.word().equals(word))
                .findFirst();
    }

    /** The id of a thread's document, as client applications build it themselves: account, separator, chat. */
    public String threadId(ThreadId thread) {
        return thread.account().value() + separator + chatPart(thread.chat());
    }

    /** A chat as it stands in ids. */
    public static String chatPart(ChatId chat) {
        return IdEncoding.encode(chat.jid());
    }

    /**
     * Whether a client means this thread by {@code id}. A client puts the chat behind the account as it has it, so any
     * spelling of the same recipient is accepted.
     */
    public boolean isNameOf(ThreadId thread, String id) {
        if (id.equals(threadId(thread))) {
            return true;
        }
        var prefix = thread.account().value() + separator;
        if (!id.startsWith(prefix)) {
            return false;
        }
        try {
            return ChatId.parse(id.substring(prefix.length())).equals(thread.chat());
        } catch (IllegalArgumentException notARecipient) {
            return false;
        }
    }

    /** Whether a thread's id has an account in front of its chat, whichever that is. */
    public boolean hasAccount(String id) {
        return id.indexOf(separator) > 0;
    }

    /** Whether a thread's id has this account in front of its chat. */
    public boolean hasAccount(String id, String account) {
        return id.startsWith(account + separator);
    }

    /** The id of a message's document, within the collection it lies in. */
    public abstract String messageId(ThreadId thread, MessageKey key);

    /** The id of the record by which a redelivery is recognised. In the legacy layout another message may have it. */
    public abstract String dedupeId(ThreadId thread, MessageKey key);

    /**
     * Where the record is when another chat's message has {@link #dedupeId}; the same id where none can have it.
     */
    public abstract String otherDedupeId(ThreadId thread, MessageKey key);

    /** The field of a thread that shows its newest message. */
    public String previewField() {
        return previewField;
    }

    /** The field of an outgoing message that says how far it has come. */
    public String deliveryField() {
        return deliveryField;
    }

    String separator() {
        return separator;
    }
}
