package dev.connectors.whatsapp.connector.bridge;

import com.google.protobuf.ByteString;
import dev.connectors.whatsapp.connector.bridge.BridgeEvent.WaMessageKey;
import java.util.List;
import java.util.Locale;

/** What a message says. */
public sealed interface Content {
    record Text(String body) implements Content {}

    /**
     * A file, as far as it is known without downloading it. All of it is the sender's word.
     *
     * @param caption empty when there is none, as are the other texts
     * @param seconds how long audio, voice and video play, else 0
     * @param width in pixels, 0 when unknown, as is the height
     * @param sha256 of the file once it is decrypted
     * @param animated a video that plays like a GIF, or a moving sticker
     */
    record Media(
            MediaKind kind,
            String mimeType,
            long sizeBytes,
            String caption,
            String fileName,
            int seconds,
            int width,
            int height,
            ByteString sha256,
            boolean animated)
            implements Content {}

    /** How a file is shown. */
    enum MediaKind {
        IMAGE,
        VIDEO,
        AUDIO,
        /** Recorded in the chat. */
        VOICE,
        DOCUMENT,
        STICKER;

        /** As it stands in a message's {@code type}. */
        public String field() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A place.
     *
     * @param live the sender shares where they are from here on
     */
    record Location(double latitude, double longitude, String name, String address, boolean live, String caption)
            implements Content {}

    record Contacts(List<Card> cards) implements Content {}

    record Card(String displayName, String vcard) {}

    /**
     * The message's author reacts to another message.
     *
     * @param emoji empty when an earlier reaction is taken back
     */
    record Reaction(WaMessageKey target, String emoji) implements Content {}

    /** The author of {@code target} replaces what it said. */
    record Edit(WaMessageKey target, Content replacement) implements Content {}

    /** {@code target} is deleted for everyone. */
    record Deletion(WaMessageKey target) implements Content {}

    /**
     * A kind the contract has no words for yet.
     *
     * @param kind WhatsApp's name of it, such as {@code pollCreationMessageV3}
     * @param raw the serialised message of WhatsApp's protocol
     */
    record Unsupported(String kind, ByteString raw) implements Content {}
}
