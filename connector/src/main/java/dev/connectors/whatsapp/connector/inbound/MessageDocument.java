package dev.connectors.whatsapp.connector.inbound;

import com.google.cloud.firestore.Blob;
import com.google.cloud.firestore.DocumentReference;
import com.google.protobuf.ByteString;
import dev.connectors.whatsapp.connector.bridge.BridgeEvent.InboundMessage;
import dev.connectors.whatsapp.connector.bridge.BridgeEvent.Quoted;
import dev.connectors.whatsapp.connector.bridge.BridgeEvent.WaMessageKey;
import dev.connectors.whatsapp.connector.bridge.Content;
import dev.connectors.whatsapp.connector.chat.DataLayout;
import dev.connectors.whatsapp.connector.chat.Delivery;
import dev.connectors.whatsapp.connector.chat.Direction;
import dev.connectors.whatsapp.connector.firestore.MessageFields;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/** The fields of a message that arrived. Pure. */
final class MessageDocument {
    /** A document has 1 MiB; what is larger is said to have been, and is not kept. */
    static final int MAX_RAW_BYTES = 512 << 10;

    private MessageDocument() {}

    /** @param target the message that it is about, where it is about one */
    static Map<String, Object> of(
            DataLayout layout, Place place, InboundMessage message, Optional<DocumentReference> target, Instant now) {
        var key = place.key();
        var fields = MessageFields.created(layout, place.thread(), key.direction(), key.id(), message.sentAt(), now);
        fields.put("fromName", message.pushName());
        key.participant().ifPresent(participant -> fields.put("participantJid", participant.jid()));
        if (key.direction() == Direction.OUTBOUND) {
            // Written on another device of the account: WhatsApp's server had it before we did.
            fields.put(layout.deliveryField(), Delivery.SENT.field());
        }
        message.quoted().ifPresent(quoted -> fields.put("quoted", quoted(quoted)));
        if (message.viewOnce()) {
            fields.put("viewOnce", true);
        }
        if (!message.expiresAfter().isZero()) {
            fields.put("expiresAfterSeconds", message.expiresAfter().toSeconds());
        }
        target.ifPresent(reference -> fields.put("targetRef", reference));
        putRaw(fields, message.raw());
        putContent(fields, message.content());
        return fields;
    }

    private static void putContent(Map<String, Object> fields, Content content) {
        fields.put("type", type(content));
        words(content).ifPresent(body -> fields.put("body", body));
        switch (content) {
            case Content.Text text -> {}
            case Content.Media media -> fields.put("media", media(media));
            case Content.Location location -> fields.put("location", location(location));
            case Content.Contacts contacts ->
                fields.put(
                        "contacts",
                        contacts.cards().stream()
                                .map(card -> Map.of("displayName", card.displayName(), "vcard", card.vcard()))
                                .toList());
            case Content.Reaction reaction -> {
                fields.put("emoji", reaction.emoji());
                putTarget(fields, reaction.target());
            }
            case Content.Edit edit -> {
                putTarget(fields, edit.target());
                if (edit.replacement() instanceof Content.Unsupported unsupported) {
                    putUnsupported(fields, unsupported);
                } else if (edit.replacement() instanceof Content.Media media) {
                    fields.put("media", media(media));
                }
            }
            case Content.Deletion deletion -> putTarget(fields, deletion.target());
            case Content.Unsupported unsupported -> putUnsupported(fields, unsupported);
        }
    }

    static String type(Content content) {
        return switch (content) {
            case Content.Text text -> "text";
            case Content.Media media -> media.kind().field();
            case Content.Location location -> "location";
            case Content.Contacts contacts -> "contacts";
            case Content.Reaction reaction -> "reaction";
            case Content.Edit edit -> "edit";
            case Content.Deletion deletion -> "deletion";
            case Content.Unsupported unsupported -> "unsupported";
        };
    }

    /** What a person wrote, if this kind has words. */
    static Optional<String> words(Content content) {
        return switch (content) {
            case Content.Text text -> Optional.of(text.body());
            case Content.Media media -> Optional.of(media.caption());
            case Content.Location location -> Optional.of(location.caption());
            case Content.Edit edit -> words(edit.replacement());
            case Content.Contacts contacts -> Optional.empty();
            case Content.Reaction reaction -> Optional.empty();
            case Content.Deletion deletion -> Optional.empty();
            case Content.Unsupported unsupported -> Optional.empty();
        };
    }

    private static Map<String, Object> quoted(Quoted quoted) {
        var fields = new HashMap<String, Object>();
        fields.put("waMessageId", quoted.messageId());
        quoted.participant().ifPresent(author -> fields.put("participantJid", author.jid()));
        fields.put("body", quoted.body());
        return fields;
    }

    private static Map<String, Object> media(Content.Media media) {
        return Map.of(
                "mimeType", media.mimeType(),
                "sizeBytes", media.sizeBytes(),
                "fileName", media.fileName(),
                "seconds", media.seconds(),
                "width", media.width(),
                "height", media.height(),
                "sha256", HexFormat.of().formatHex(media.sha256().toByteArray()),
                "animated", media.animated());
    }

    private static Map<String, Object> location(Content.Location location) {
        return Map.of(
                "latitude", location.latitude(),
                "longitude", location.longitude(),
                "name", location.name(),
                "address", location.address(),
                "live", location.live());
    }

    private static void putTarget(Map<String, Object> fields, WaMessageKey target) {
        fields.put("targetWaMessageId", target.id());
        fields.put("targetDirection", target.direction().field());
        target.participant()
                .ifPresent(author ->
                        fields.put("targetParticipantJid", author.jid().jid()));
    }

    private static void putUnsupported(Map<String, Object> fields, Content.Unsupported unsupported) {
        fields.put("kind", unsupported.kind());
        putRaw(fields, unsupported.raw());
    }

    private static void putRaw(Map<String, Object> fields, ByteString raw) {
        if (!raw.isEmpty()) {
            fields.put("rawBytes", raw.size());
        }
        if (!raw.isEmpty() && raw.size() <= MAX_RAW_BYTES) {
            fields.put("raw", Blob.fromByteString(raw));
        }
    }
}
