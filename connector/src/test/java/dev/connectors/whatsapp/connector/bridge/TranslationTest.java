package dev.connectors.whatsapp.connector.bridge;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import dev.connectors.whatsapp.bridge.v1.AccountError;
import dev.connectors.whatsapp.bridge.v1.AccountRestricted;
import dev.connectors.whatsapp.bridge.v1.ConnectionClosed;
import dev.connectors.whatsapp.bridge.v1.ConnectionOpened;
import dev.connectors.whatsapp.bridge.v1.EventsResponse;
import dev.connectors.whatsapp.bridge.v1.InboundMessage;
import dev.connectors.whatsapp.bridge.v1.MessageKey;
import dev.connectors.whatsapp.bridge.v1.OfflineDrained;
import dev.connectors.whatsapp.bridge.v1.PairingCode;
import dev.connectors.whatsapp.bridge.v1.PhoneNumberLearnt;
import dev.connectors.whatsapp.bridge.v1.QrCode;
import dev.connectors.whatsapp.bridge.v1.Quoted;
import dev.connectors.whatsapp.bridge.v1.Receipt;
import dev.connectors.whatsapp.bridge.v1.ReceiptKind;
import dev.connectors.whatsapp.bridge.v1.ServerAck;
import dev.connectors.whatsapp.bridge.v1.Session;
import dev.connectors.whatsapp.bridge.v1.SessionDeaf;
import dev.connectors.whatsapp.bridge.v1.SessionState;
import dev.connectors.whatsapp.bridge.v1.SessionUnreadable;
import dev.connectors.whatsapp.bridge.v1.TextContent;
import dev.connectors.whatsapp.bridge.v1.UnsupportedContent;
import dev.connectors.whatsapp.connector.bridge.BridgeEvent.Party;
import dev.connectors.whatsapp.connector.bridge.BridgeEvent.WaMessageKey;
import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.chat.ChatId;
import dev.connectors.whatsapp.connector.chat.Delivery;
import dev.connectors.whatsapp.connector.chat.Direction;
import dev.connectors.whatsapp.connector.chat.WaMessageId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class TranslationTest {
    private static final String PHONE_JID = "40712345678@s.whatsapp.net";
    private static final BridgeEvent.Origin ORIGIN =
            new BridgeEvent.Origin(new AccountId("sales"), 7, Instant.parse("2026-01-01T12:00:00.123456789Z"));
    private static final Instant LATER = Instant.parse("2026-01-02T12:00:00Z");

    @Test
    @Tag("A1")
    void aQr() {
        var event = event().setQrCode(QrCode.newBuilder().setContent("2@ref,key"));

        assertThat(translate(event)).contains(new BridgeEvent.QrCode(ORIGIN, "2@ref,key"));
    }

    @Test
    @Tag("A1")
    void anOpenedConnection() {
        var event = event().setConnectionOpened(
                        ConnectionOpened.newBuilder().setJid(PHONE_JID).setLid("1@lid"));

        assertThat(translate(event)).contains(new BridgeEvent.ConnectionOpened(ORIGIN, new ChatId(PHONE_JID)));
    }

    @ParameterizedTest
    @Tag("A4")
    @ValueSource(booleans = {true, false})
    void aClosedConnection(boolean paired) {
        var event = event().setConnectionClosed(ConnectionClosed.newBuilder()
                .setCode(408)
                .setReason("timed out")
                .setWasOpen(!paired)
                .setPaired(paired));

        assertThat(translate(event))
                .contains(new BridgeEvent.ConnectionClosed(ORIGIN, 408, "timed out", paired, Optional.empty()));
    }

    @Test
    @Tag("A4")
    void aBanForATimeSaysWhenItEnds() {
        var event = event().setConnectionClosed(ConnectionClosed.newBuilder()
                .setCode(402)
                .setRetryAfter(Timestamp.newBuilder().setSeconds(LATER.getEpochSecond())));

        assertThat(translate(event))
                .contains(new BridgeEvent.ConnectionClosed(ORIGIN, 402, "", false, Optional.of(LATER)));
    }

    @Test
    @Tag("O6")
    void theEndOfWhatWasHeldBack() {
        var event = event().setOfflineDrained(OfflineDrained.newBuilder().setStanzas(7));

        assertThat(translate(event)).contains(new BridgeEvent.OfflineDrained(ORIGIN, 7));
    }

    @Test
    @Tag("O6")
    void aRestrictionWithAndWithoutAnEnd() {
        var bounded = event().setAccountRestricted(AccountRestricted.newBuilder()
                .setActive(true)
                .setKind("DEFAULT")
                .setUntil(Timestamp.newBuilder().setSeconds(LATER.getEpochSecond())));
        var lifted = event().setAccountRestricted(AccountRestricted.newBuilder().setKind("DEFAULT"));

        assertThat(translate(bounded))
                .contains(new BridgeEvent.AccountRestricted(ORIGIN, true, "DEFAULT", Optional.of(LATER)));
        assertThat(translate(lifted))
                .contains(new BridgeEvent.AccountRestricted(ORIGIN, false, "DEFAULT", Optional.empty()));
    }

    @Test
    @Tag("I1")
    void aTextOfAContact() {
        var event = event().setInboundMessage(InboundMessage.newBuilder()
                .setKey(MessageKey.newBuilder()
                        .setChatJid(PHONE_JID)
                        .setChatAltJid("1@lid")
                        .setId("3A5F"))
                .setPushName("Ana")
                .setSentAt(Timestamp.newBuilder().setSeconds(1_767_268_799))
                .setText(TextContent.newBuilder().setBody("Bună!")));

        assertThat(translate(event))
                .contains(new BridgeEvent.InboundMessage(
                        ORIGIN,
                        new WaMessageKey(
                                new Party(new ChatId(PHONE_JID), Optional.of(new ChatId("1@lid"))),
                                Direction.INBOUND,
                                Optional.empty(),
                                "3A5F"),
                        "Ana",
                        Instant.parse("2026-01-01T11:59:59Z"),
                        Optional.empty(),
                        false,
                        Duration.ZERO,
                        ByteString.EMPTY,
                        new Content.Text("Bună!")));
    }

    @Test
    @Tag("I1")
    void aMessageOfAKindWithoutWordsIsKeptWhole() {
        var event = event().setInboundMessage(InboundMessage.newBuilder()
                .setKey(MessageKey.newBuilder().setChatJid(PHONE_JID).setId("3A5F"))
                .setUnsupported(UnsupportedContent.newBuilder()
                        .setKind("imageMessage")
                        .setRaw(ByteString.copyFromUtf8("raw"))));

        assertThat(inbound(event).content())
                .isEqualTo(new Content.Unsupported("imageMessage", ByteString.copyFromUtf8("raw")));
        assertThat(inbound(event).key().chat().alternative()).isEmpty();
    }

    @Test
    @Tag("I1")
    void aMessageWithoutContentIsAMessageAllTheSame() {
        var event = event().setInboundMessage(InboundMessage.newBuilder()
                .setKey(MessageKey.newBuilder().setChatJid(PHONE_JID).setId("3A5F")));

        assertThat(inbound(event).content()).isEqualTo(new Content.Unsupported("", ByteString.EMPTY));
    }

    @Test
    @Tag("I1")
    void aMessageOfAGroupSaysWhoWrote() {
        var event = event().setInboundMessage(InboundMessage.newBuilder()
                .setKey(MessageKey.newBuilder()
                        .setChatJid("120363041234567890@g.us")
                        .setParticipantJid("1@lid")
                        .setParticipantAltJid(PHONE_JID)
                        .setId("3A5F")));

        assertThat(inbound(event).key())
                .isEqualTo(new WaMessageKey(
                        party("120363041234567890@g.us"),
                        Direction.INBOUND,
                        Optional.of(new Party(new ChatId("1@lid"), Optional.of(new ChatId(PHONE_JID)))),
                        "3A5F"));
    }

    @Test
    @Tag("I1")
    void whatTheAccountWroteOnAnotherDeviceIsOutgoing() {
        var event = event().setInboundMessage(InboundMessage.newBuilder()
                .setKey(MessageKey.newBuilder()
                        .setChatJid("120363041234567890@g.us")
                        .setParticipantJid(PHONE_JID)
                        .setFromMe(true)
                        .setId("3EB0")));

        assertThat(inbound(event).key())
                .isEqualTo(new WaMessageKey(
                        party("120363041234567890@g.us"), Direction.OUTBOUND, Optional.empty(), "3EB0"));
    }

    @Test
    @Tag("I1")
    void whatAReplyAndItsWrappersSay() {
        var event = event().setInboundMessage(InboundMessage.newBuilder()
                .setKey(MessageKey.newBuilder().setChatJid(PHONE_JID).setId("3A5F"))
                .setViewOnce(true)
                .setExpiresAfterSeconds(86_400)
                .setRaw(ByteString.copyFromUtf8("raw"))
                .setQuoted(Quoted.newBuilder()
                        .setMessageId("3A00")
                        .setParticipantJid(PHONE_JID)
                        .setText("Before")));

        assertThat(inbound(event).quoted())
                .contains(new BridgeEvent.Quoted("3A00", Optional.of(new ChatId(PHONE_JID)), "Before"));
        assertThat(inbound(event).viewOnce()).isTrue();
        assertThat(inbound(event).expiresAfter()).isEqualTo(Duration.ofDays(1));
        assertThat(inbound(event).raw()).isEqualTo(ByteString.copyFromUtf8("raw"));
    }

    @ParameterizedTest
    @Tag("I1")
    @ValueSource(longs = {Long.MIN_VALUE, -1, 300_000_000_000L, Long.MAX_VALUE})
    void aTimeThatNobodyCanKeepIsTheNearestThatCanBeKept(long seconds) {
        var event = event().setInboundMessage(InboundMessage.newBuilder()
                .setSentAt(Timestamp.newBuilder().setSeconds(seconds)));

        assertThat(inbound(event).sentAt()).isBetween(Instant.EPOCH, Instant.parse("9999-12-31T23:59:59Z"));
    }

    @Test
    @Tag("I3")
    void aPhoneNumberThatIsLearnt() {
        var event = event().setPhoneNumberLearnt(
                        PhoneNumberLearnt.newBuilder().setLidJid("1@lid").setPhoneNumberJid(PHONE_JID));

        assertThat(translate(event))
                .contains(new BridgeEvent.PhoneNumberLearnt(ORIGIN, new ChatId("1@lid"), new ChatId(PHONE_JID)));
    }

    @ParameterizedTest
    @Tag("O10")
    @ValueSource(ints = {0, 463})
    void anAcknowledgementOfTheServer(int errorCode) {
        var event = event().setServerAck(ServerAck.newBuilder()
                .setMessageId("3EB0")
                .setChatJid(PHONE_JID)
                .setErrorCode(errorCode));

        assertThat(translate(event)).contains(new BridgeEvent.ServerAck(ORIGIN, new WaMessageId("3EB0"), errorCode));
    }

    @ParameterizedTest
    @Tag("O10")
    @CsvSource({"RECEIPT_KIND_DELIVERED, DELIVERED", "RECEIPT_KIND_READ,      READ", "RECEIPT_KIND_PLAYED,    READ"})
    void aReceipt(ReceiptKind kind, Delivery delivery) {
        assertThat(translate(event().setReceipt(receipt().setKind(kind))))
                .contains(new BridgeEvent.Receipt(
                        ORIGIN,
                        new WaMessageKey(party(PHONE_JID), Direction.OUTBOUND, Optional.empty(), "3EB0"),
                        Optional.empty(),
                        delivery,
                        ORIGIN.occurredAt()));
    }

    @Test
    @Tag("O10")
    void aReceiptOfAGroupSaysWhoseAndWhen() {
        var event = event().setReceipt(Receipt.newBuilder()
                .setKind(ReceiptKind.RECEIPT_KIND_READ)
                .setAt(Timestamp.newBuilder().setSeconds(1_767_268_700))
                .setKey(MessageKey.newBuilder()
                        .setChatJid("120363041234567890@g.us")
                        .setFromMe(true)
                        .setParticipantJid(PHONE_JID)
                        .setId("3EB0")));

        assertThat(translate(event))
                .contains(new BridgeEvent.Receipt(
                        ORIGIN,
                        new WaMessageKey(
                                party("120363041234567890@g.us"), Direction.OUTBOUND, Optional.empty(), "3EB0"),
                        Optional.of(party(PHONE_JID)),
                        Delivery.READ,
                        Instant.ofEpochSecond(1_767_268_700)));
    }

    @ParameterizedTest
    @Tag("O10")
    @ValueSource(ints = {0, 99})
    void aReceiptOfAKindUnknownHereSaysNothing(int kind) {
        assertThat(translate(event().setReceipt(receipt().setKindValue(kind)))).isEmpty();
    }

    @Test
    void anAccountError() {
        var event = event().setAccountError(AccountError.newBuilder().setMessage("cannot be decrypted"));

        assertThat(translate(event)).contains(new BridgeEvent.AccountError(ORIGIN, "cannot be decrypted"));
    }

    @Test
    void aSessionThatCannotBeRead() {
        var event = event().setSessionUnreadable(SessionUnreadable.newBuilder().setReason("the record is torn"));

        assertThat(translate(event)).contains(new BridgeEvent.SessionUnreadable(ORIGIN, "the record is torn"));
    }

    @Test
    void aSessionThatIsDeaf() {
        var event = event().setSessionDeaf(SessionDeaf.newBuilder().setReason("no answer"));

        assertThat(translate(event)).contains(new BridgeEvent.SessionDeaf(ORIGIN, "no answer"));
    }

    @Test
    void anEventUnknownHereIsNone() {
        assertThat(translate(event())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "SESSION_STATE_UNSPECIFIED,  DISCONNECTED",
        "SESSION_STATE_DISCONNECTED, DISCONNECTED",
        "SESSION_STATE_CONNECTING,   CONNECTING",
        "SESSION_STATE_QR_READY,     QR_READY",
        "SESSION_STATE_CONNECTED,    CONNECTED"
    })
    void aSession(SessionState state, BridgeSession.State expected) {
        var session = Session.newBuilder()
                .setAccountId("sales")
                .setState(state)
                .setPaired(true)
                .setJid(PHONE_JID)
                .setQr("2@ref")
                .setConnection(7)
                .setProxied(true)
                .build();

        assertThat(Translation.session(session))
                .isEqualTo(new BridgeSession(
                        new AccountId("sales"),
                        expected,
                        true,
                        Optional.of(new ChatId(PHONE_JID)),
                        Optional.of("2@ref"),
                        7,
                        true));
    }

    @Test
    void aPairingCodeIsForNoLog() {
        var event = Translation.event(
                        event().setPairingCode(PairingCode.newBuilder().setCode("ABCD1234"))
                                .build())
                .orElseThrow();

        assertThat(event)
                .isInstanceOfSatisfying(
                        BridgeEvent.PairingCode.class,
                        code -> assertThat(code.code()).isEqualTo("ABCD1234"));
        assertThat(event).asString().doesNotContain("ABCD1234");
    }

    @Test
    void aSessionInAStateUnknownHereCountsAsDisconnectedAndHasNoQr() {
        var session = Translation.session(
                Session.newBuilder().setAccountId("sales").setStateValue(99).build());

        assertThat(session.state()).isEqualTo(BridgeSession.State.DISCONNECTED);
        assertThat(session.jid()).isEmpty();
        assertThat(session.qr()).isEmpty();
    }

    private static EventsResponse.Builder event() {
        return EventsResponse.newBuilder()
                .setSequence(1)
                .setAccountId("sales")
                .setConnection(7)
                .setOccurredAt(Timestamp.newBuilder().setSeconds(1_767_268_800).setNanos(123_456_789));
    }

    private static Receipt.Builder receipt() {
        return Receipt.newBuilder()
                .setKey(MessageKey.newBuilder()
                        .setChatJid(PHONE_JID)
                        .setFromMe(true)
                        .setId("3EB0"));
    }

    private static Optional<BridgeEvent> translate(EventsResponse.Builder event) {
        return Translation.event(event.build());
    }

    private static BridgeEvent.InboundMessage inbound(EventsResponse.Builder event) {
        return (BridgeEvent.InboundMessage) translate(event).orElseThrow();
    }

    private static Party party(String jid) {
        return new Party(new ChatId(jid), Optional.empty());
    }
}
