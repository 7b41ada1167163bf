package dev.connectors.whatsapp.connector.bridge;

import com.google.protobuf.ByteString;
import dev.connectors.whatsapp.bridge.v1.Contact;
import dev.connectors.whatsapp.bridge.v1.ContactsContent;
import dev.connectors.whatsapp.bridge.v1.DeletionContent;
import dev.connectors.whatsapp.bridge.v1.EditContent;
import dev.connectors.whatsapp.bridge.v1.InboundMessage;
import dev.connectors.whatsapp.bridge.v1.LocationContent;
import dev.connectors.whatsapp.bridge.v1.MediaContent;
import dev.connectors.whatsapp.bridge.v1.MediaKind;
import dev.connectors.whatsapp.bridge.v1.MessageKey;
import dev.connectors.whatsapp.bridge.v1.ReactionContent;
import dev.connectors.whatsapp.bridge.v1.TextContent;
import dev.connectors.whatsapp.bridge.v1.UnsupportedContent;
import dev.connectors.whatsapp.connector.bridge.BridgeEvent.Party;
import dev.connectors.whatsapp.connector.bridge.BridgeEvent.WaMessageKey;
import dev.connectors.whatsapp.connector.chat.ChatId;
import dev.connectors.whatsapp.connector.chat.Direction;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("I1")
class MessageTranslationTest {
    private static final ByteString BYTES = ByteString.copyFromUtf8("bytes");
    private static final WaMessageKey TARGET = new WaMessageKey(
            new Party(new ChatId("40712345678@s.whatsapp.net"), Optional.empty()),
            Direction.OUTBOUND,
            Optional.empty(),
            "3A00");

    record Kind(InboundMessage.Builder message, Content content) {}

    private static InboundMessage.Builder message() {
        return InboundMessage.newBuilder();
    }

    private static MessageKey.Builder target() {
        return MessageKey.newBuilder()
                .setChatJid("40712345678@s.whatsapp.net")
                .setFromMe(true)
                .setId("3A00");
    }

    static Stream<Kind> kinds() {
        var edit = EditContent.newBuilder().setTarget(target());
        return Stream.of(
                new Kind(message().setText(TextContent.newBuilder().setBody("Bună!")), new Content.Text("Bună!")),
                new Kind(
                        message()
                                .setLocation(LocationContent.newBuilder()
                                        .setLatitude(44.4)
                                        .setLongitude(26.1)
                                        .setName("Ateneul")
                                        .setAddress("Str. Franklin 1")
                                        .setLive(true)
                                        .setCaption("here")),
                        new Content.Location(44.4, 26.1, "Ateneul", "Str. Franklin 1", true, "here")),
                new Kind(
                        message()
                                .setContacts(ContactsContent.newBuilder()
                                        .addContacts(Contact.newBuilder()
                                                .setDisplayName("Ana")
                                                .setVcard("BEGIN:VCARD"))),
                        new Content.Contacts(List.of(new Content.Card("Ana", "BEGIN:VCARD")))),
                new Kind(
                        message()
                                .setReaction(ReactionContent.newBuilder()
                                        .setTarget(target())
                                        .setEmoji("👍")),
                        new Content.Reaction(TARGET, "👍")),
                new Kind(
                        message()
                                .setEdit(edit.clone()
                                        .setText(TextContent.newBuilder().setBody("now"))),
                        new Content.Edit(TARGET, new Content.Text("now"))),
                new Kind(
                        message()
                                .setEdit(edit.clone()
                                        .setUnsupported(UnsupportedContent.newBuilder()
                                                .setKind("poll")
                                                .setRaw(BYTES))),
                        new Content.Edit(TARGET, new Content.Unsupported("poll", BYTES))),
                new Kind(
                        message().setRaw(BYTES).setEdit(edit.clone()),
                        new Content.Edit(TARGET, new Content.Unsupported("", BYTES))),
                new Kind(
                        message().setDeletion(DeletionContent.newBuilder().setTarget(target())),
                        new Content.Deletion(TARGET)),
                new Kind(
                        message()
                                .setUnsupported(UnsupportedContent.newBuilder()
                                        .setKind("poll")
                                        .setRaw(BYTES)),
                        new Content.Unsupported("poll", BYTES)),
                new Kind(message().setRaw(BYTES), new Content.Unsupported("", BYTES)));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void everyKindIsUnderstood(Kind kind) {
        assertThat(MessageTranslation.content(kind.message().build())).isEqualTo(kind.content());
    }

    @ParameterizedTest
    @CsvSource({
        "MEDIA_KIND_IMAGE,    image",
        "MEDIA_KIND_VIDEO,    video",
        "MEDIA_KIND_AUDIO,    audio",
        "MEDIA_KIND_VOICE,    voice",
        "MEDIA_KIND_DOCUMENT, document",
        "MEDIA_KIND_STICKER,  sticker"
    })
    void aFileIsDescribed(MediaKind kind, String field) {
        var media = MediaContent.newBuilder()
                .setKind(kind)
                .setMimeType("image/jpeg")
                .setSizeBytes(5_000_000_000L)
                .setCaption("Look")
                .setFileName("a.jpg")
                .setSeconds(7)
                .setWidth(640)
                .setHeight(480)
                .setSha256(BYTES)
                .setAnimated(true);

        var content = (Content.Media)
                MessageTranslation.content(message().setMedia(media).build());

        assertThat(content.kind().field()).isEqualTo(field);
        assertThat(content)
                .isEqualTo(new Content.Media(
                        content.kind(), "image/jpeg", 5_000_000_000L, "Look", "a.jpg", 7, 640, 480, BYTES, true));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 99})
    void aFileOfAKindUnknownHereIsKeptWhole(int kind) {
        var message = message().setRaw(BYTES).setMedia(MediaContent.newBuilder().setKindValue(kind));

        assertThat(MessageTranslation.content(message.build())).isEqualTo(new Content.Unsupported("media", BYTES));
    }

    @Test
    void eachOfTheFivePartsOfAKeyMakesAnotherMessage() {
        var key = MessageKey.newBuilder()
                .setChatJid("1@g.us")
                .setId("3A00")
                .setParticipantJid("2@lid")
                .build();

        var keys = Stream.of(
                        key,
                        key.toBuilder().setChatJid("2@g.us").build(),
                        key.toBuilder().setId("3A01").build(),
                        key.toBuilder().setParticipantJid("3@lid").build(),
                        key.toBuilder().setFromMe(true).build())
                .map(MessageTranslation::key);

        assertThat(keys).doesNotHaveDuplicates();
    }
}
