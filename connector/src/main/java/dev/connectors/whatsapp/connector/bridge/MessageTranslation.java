package dev.connectors.whatsapp.connector.bridge;

import com.google.protobuf.ByteString;
import dev.connectors.whatsapp.bridge.v1.ContactsContent;
import dev.connectors.whatsapp.bridge.v1.EditContent;
import dev.connectors.whatsapp.bridge.v1.InboundMessage;
import dev.connectors.whatsapp.bridge.v1.LocationContent;
import dev.connectors.whatsapp.bridge.v1.MediaContent;
import dev.connectors.whatsapp.bridge.v1.MessageKey;
import dev.connectors.whatsapp.bridge.v1.Quoted;
import dev.connectors.whatsapp.bridge.v1.UnsupportedContent;
import dev.connectors.whatsapp.connector.bridge.BridgeEvent.Party;
import dev.connectors.whatsapp.connector.bridge.BridgeEvent.WaMessageKey;
import dev.connectors.whatsapp.connector.chat.ChatId;
import dev.connectors.whatsapp.connector.chat.Direction;
import java.util.Optional;

/** What a message names and says, from the contract's types to the connector's own. Pure and total. */
final class MessageTranslation {
    private MessageTranslation() {}

    static WaMessageKey key(MessageKey key) {
        return new WaMessageKey(
                new Party(new ChatId(key.getChatJid()), Translation.optionalChat(key.getChatAltJid())),
                key.getFromMe() ? Direction.OUTBOUND : Direction.INBOUND,
                // What the account wrote needs no author: it has one of its own.
                key.getFromMe() ? Optional.empty() : participant(key),
                key.getId());
    }

    static Optional<Party> participant(MessageKey key) {
        return Translation.optionalChat(key.getParticipantJid())
                .map(jid -> new Party(jid, Translation.optionalChat(key.getParticipantAltJid())));
    }

    static BridgeEvent.Quoted quoted(Quoted quoted) {
        return new BridgeEvent.Quoted(
                quoted.getMessageId(), Translation.optionalChat(quoted.getParticipantJid()), quoted.getText());
    }

    static Content content(InboundMessage message) {
        return switch (message.getContentCase()) {
            case TEXT -> new Content.Text(message.getText().getBody());
            case UNSUPPORTED -> unsupported(message.getUnsupported());
            case MEDIA -> media(message.getMedia(), message.getRaw());
            case LOCATION -> location(message.getLocation());
            case CONTACTS -> contacts(message.getContacts());
            case REACTION ->
                new Content.Reaction(
                        key(message.getReaction().getTarget()),
                        message.getReaction().getEmoji());
            case EDIT -> edit(message.getEdit(), message.getRaw());
            case DELETION -> new Content.Deletion(key(message.getDeletion().getTarget()));
            case CONTENT_NOT_SET -> new Content.Unsupported("", message.getRaw());
        };
    }

    private static Content edit(EditContent edit, ByteString raw) {
        return new Content.Edit(
                key(edit.getTarget()),
                switch (edit.getContentCase()) {
                    case TEXT -> new Content.Text(edit.getText().getBody());
                    case UNSUPPORTED -> unsupported(edit.getUnsupported());
                    case MEDIA -> media(edit.getMedia(), raw);
                    case CONTENT_NOT_SET -> new Content.Unsupported("", raw);
                });
    }

    private static Content unsupported(UnsupportedContent unsupported) {
        return new Content.Unsupported(unsupported.getKind(), unsupported.getRaw());
    }

    private static Content media(MediaContent media, ByteString raw) {
        var kind = switch (media.getKind()) {
            case MEDIA_KIND_IMAGE -> Optional.of(Content.MediaKind.IMAGE);
            case MEDIA_KIND_VIDEO -> Optional.of(Content.MediaKind.VIDEO);
            case MEDIA_KIND_AUDIO -> Optional.of(Content.MediaKind.AUDIO);
            case MEDIA_KIND_VOICE -> Optional.of(Content.MediaKind.VOICE);
            case MEDIA_KIND_DOCUMENT -> Optional.of(Content.MediaKind.DOCUMENT);
            case MEDIA_KIND_STICKER -> Optional.of(Content.MediaKind.STICKER);
            case MEDIA_KIND_UNSPECIFIED, UNRECOGNIZED -> Optional.<Content.MediaKind>empty();
        };
        return kind.<Content>map(known -> new Content.Media(
                        known,
                        media.getMimeType(),
                        media.getSizeBytes(),
                        media.getCaption(),
                        media.getFileName(),
                        media.getSeconds(),
                        media.getWidth(),
                        media.getHeight(),
                        media.getSha256(),
                        media.getAnimated()))
                .orElseGet(() -> new Content.Unsupported("media", raw));
    }

    private static Content location(LocationContent location) {
        return new Content.Location(
                location.getLatitude(),
                location.getLongitude(),
                location.getName(),
                location.getAddress(),
                location.getLive(),
                location.getCaption());
    }

    private static Content contacts(ContactsContent contacts) {
        return new Content.Contacts(contacts.getContactsList().stream()
                .map(contact -> new Content.Card(contact.getDisplayName(), contact.getVcard()))
                .toList());
    }
}
