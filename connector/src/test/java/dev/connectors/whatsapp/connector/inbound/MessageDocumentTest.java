package dev.connectors.whatsapp.connector.inbound;

import com.google.cloud.Timestamp;
import com.google.cloud.firestore.Blob;
import com.google.protobuf.ByteString;
import dev.connectors.whatsapp.connector.bridge.BridgeEvent.InboundMessage;
import dev.connectors.whatsapp.connector.bridge.BridgeEvent.Quoted;
import dev.connectors.whatsapp.connector.bridge.Content;
import dev.connectors.whatsapp.connector.chat.DataLayout;
import dev.connectors.whatsapp.connector.chat.Delivery;
import dev.connectors.whatsapp.connector.chat.MessageKey;
import dev.connectors.whatsapp.connector.chat.ThreadId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("I1")
class MessageDocumentTest {
    private static final ByteString RAW = ByteString.copyFromUtf8("raw");

    record Kind(Content content, String type, String preview, Map<String, Object> fields) {}

    private static Content.Media media(Content.MediaKind kind, String caption, String fileName) {
        return new Content.Media(kind, "image/jpeg", 5, caption, fileName, 1, 2, 3, ByteString.fromHex("0aff"), true);
    }

    private static Map<String, Object> mediaFields(String fileName) {
        return Map.of(
                "mimeType",
                "image/jpeg",
                "sizeBytes",
                5L,
                "fileName",
                fileName,
                "seconds",
                1,
                "width",
                2,
                "height",
                3,
                "sha256",
                "0aff",
                "animated",
                true);
    }

    static Stream<Kind> kinds() {
        var target = ChatEvents.received(ChatEvents.by(ChatEvents.NUMBER), "M1");
        var ana = new Content.Card("Ana", "BEGIN:VCARD");
        var anas = Map.of("displayName", "Ana", "vcard", "BEGIN:VCARD");
        return Stream.of(
                new Kind(new Content.Text("Hello"), "text", "Hello", Map.of("body", "Hello")),
                new Kind(
                        media(Content.MediaKind.IMAGE, "", ""),
                        "image",
                        "[image]",
                        Map.of("body", "", "media", mediaFields(""))),
                new Kind(media(Content.MediaKind.VIDEO, "Look", ""), "video", "Look", Map.of("body", "Look")),
                new Kind(media(Content.MediaKind.AUDIO, "", ""), "audio", "[audio]", Map.of()),
                new Kind(media(Content.MediaKind.VOICE, "", ""), "voice", "[voice]", Map.of()),
                new Kind(media(Content.MediaKind.STICKER, "", ""), "sticker", "[sticker]", Map.of()),
                new Kind(media(Content.MediaKind.DOCUMENT, "", ""), "document", "[document]", Map.of()),
                new Kind(
                        media(Content.MediaKind.DOCUMENT, "", "offer.pdf"),
                        "document",
                        "offer.pdf",
                        Map.of("media", mediaFields("offer.pdf"))),
                new Kind(
                        new Content.Location(44.4, 26.1, "", "Str. Franklin 1", true, ""),
                        "location",
                        "[location]",
                        Map.of(
                                "location",
                                Map.of(
                                        "latitude",
                                        44.4,
                                        "longitude",
                                        26.1,
                                        "name",
                                        "",
                                        "address",
                                        "Str. Franklin 1",
                                        "live",
                                        true))),
                new Kind(new Content.Location(44.4, 26.1, "Ateneul", "", false, ""), "location", "Ateneul", Map.of()),
                new Kind(new Content.Contacts(List.of(ana)), "contacts", "Ana", Map.of("contacts", List.of(anas))),
                new Kind(new Content.Contacts(List.of(ana, ana)), "contacts", "[2 contacts]", Map.of()),
                new Kind(
                        new Content.Reaction(target, "👍"),
                        "reaction",
                        "[reaction]",
                        Map.of("emoji", "👍", "targetWaMessageId", "M1", "targetDirection", "inbound")),
                new Kind(new Content.Reaction(target, ""), "reaction", "[reaction removed]", Map.of("emoji", "")),
                new Kind(
                        new Content.Edit(target, new Content.Text("Hello")),
                        "edit",
                        "Hello",
                        Map.of("body", "Hello", "targetWaMessageId", "M1")),
                new Kind(
                        new Content.Edit(target, new Content.Unsupported("poll", RAW)),
                        "edit",
                        "[unsupported message]",
                        Map.of("kind", "poll", "raw", Blob.fromByteString(RAW))),
                new Kind(
                        new Content.Deletion(target),
                        "deletion",
                        "[message deleted]",
                        Map.of("targetWaMessageId", "M1")),
                new Kind(
                        new Content.Unsupported("poll", RAW),
                        "unsupported",
                        "[unsupported message]",
                        Map.of("kind", "poll", "rawBytes", 3, "raw", Blob.fromByteString(RAW))));
    }

    private static Map<String, Object> document(InboundMessage message) {
        var place = new Place(
                new ThreadId(ChatEvents.ACCOUNT, ChatEvents.NUMBER),
                new MessageKey(message.key().direction(), Optional.empty(), "M2"));
        return MessageDocument.of(DataLayout.CANONICAL, place, message, Optional.empty(), ChatEvents.NOON);
    }

    private static InboundMessage message(ByteString raw, Content content) {
        return new InboundMessage(
                ChatEvents.learnt().origin(),
                ChatEvents.received(ChatEvents.by(ChatEvents.NUMBER), "M2"),
                "Ana",
                ChatEvents.NOON,
                Optional.of(new Quoted("M1", Optional.of(ChatEvents.LID), "Before")),
                true,
                Duration.ofDays(1),
                raw,
                content);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void everyKindHasItsTypeItsFieldsAndItsPreview(Kind kind) {
        assertThat(document(message(ByteString.EMPTY, kind.content())))
                .containsEntry("type", kind.type())
                .containsAllEntriesOf(kind.fields());
        assertThat(Preview.of(kind.content())).isEqualTo(kind.preview());
    }

    @Test
    void whatAMessageCarriesBesidesItsContentIsKept() {
        assertThat(document(message(RAW, media(Content.MediaKind.IMAGE, "Look", ""))))
                .containsEntry(
                        "quoted", Map.of("waMessageId", "M1", "participantJid", ChatEvents.LID.jid(), "body", "Before"))
                .containsEntry("viewOnce", true)
                .containsEntry("expiresAfterSeconds", 86_400L)
                .containsEntry("fromName", "Ana")
                .containsEntry("raw", Blob.fromByteString(RAW));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void bytesThatDoNotFitAreSaidToHaveBeen(int beyond) {
        var size = MessageDocument.MAX_RAW_BYTES + beyond;

        var fields = document(
                message(ByteString.EMPTY, new Content.Unsupported("poll", ByteString.copyFrom(new byte[size]))));

        assertThat(fields).containsEntry("rawBytes", size);
        assertThat(fields.containsKey("raw")).isEqualTo(beyond == 0);
    }

    static Stream<Change> changes() {
        var at = Timestamp.ofTimeMicroseconds(1);
        return Stream.of(
                new Change.Reaction(List.of("1@lid", "2"), "👍", at),
                new Change.Edit(Optional.of("Hello"), at),
                new Change.Edit(Optional.empty(), at),
                new Change.Deletion(at),
                new Change.Receipt(List.of(), Delivery.READ, at));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void whatWaitsIsReadBackAsItWas(Change change) {
        assertThat(Change.read(change.fields())).contains(change);
    }
}
