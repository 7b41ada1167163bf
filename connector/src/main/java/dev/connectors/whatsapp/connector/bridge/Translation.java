package dev.connectors.whatsapp.connector.bridge;

import com.google.protobuf.Timestamp;
import dev.connectors.whatsapp.bridge.v1.EventsResponse;
import dev.connectors.whatsapp.bridge.v1.ProxyProtocol;
import dev.connectors.whatsapp.bridge.v1.Session;
import dev.connectors.whatsapp.connector.bridge.BridgeEvent.Origin;
import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.chat.ChatId;
import dev.connectors.whatsapp.connector.chat.Delivery;
import dev.connectors.whatsapp.connector.chat.WaMessageId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** From the contract's generated types to the connector's own. Pure. */
final class Translation {
    private static final long EARLIEST = Instant.EPOCH.getEpochSecond();
    private static final long LATEST = Instant.parse("9999-12-31T00:00:00Z").getEpochSecond();

    private Translation() {}

    /** Empty for an event that this version of the contract does not know. */
    static Optional<BridgeEvent> event(EventsResponse event) {
        var origin =
                new Origin(new AccountId(event.getAccountId()), event.getConnection(), instant(event.getOccurredAt()));
        return Optional.ofNullable(
                switch (event.getEventCase()) {
                    case QR_CODE ->
                        new BridgeEvent.QrCode(origin, event.getQrCode().getContent());
                    case PAIRING_CODE ->
                        new BridgeEvent.PairingCode(
                                origin, event.getPairingCode().getCode());
                    case CONNECTION_OPENED ->
                        new BridgeEvent.ConnectionOpened(
                                origin, new ChatId(event.getConnectionOpened().getJid()));
                    case CONNECTION_CLOSED -> {
                        var closed = event.getConnectionClosed();
                        yield new BridgeEvent.ConnectionClosed(
                                origin,
                                closed.getCode(),
                                closed.getReason(),
                                closed.getPaired(),
                                closed.hasRetryAfter()
                                        ? Optional.of(instant(closed.getRetryAfter()))
                                        : Optional.empty());
                    }
                    case INBOUND_MESSAGE -> inbound(origin, event.getInboundMessage());
                    case SERVER_ACK -> {
                        var ack = event.getServerAck();
                        yield new BridgeEvent.ServerAck(
                                origin, new WaMessageId(ack.getMessageId()), ack.getErrorCode());
                    }
                    case RECEIPT -> receipt(origin, event.getReceipt());
                    case ACCOUNT_ERROR ->
                        new BridgeEvent.AccountError(
                                origin, event.getAccountError().getMessage());
                    case PHONE_NUMBER_LEARNT -> {
                        var learnt = event.getPhoneNumberLearnt();
                        yield new BridgeEvent.PhoneNumberLearnt(
                                origin, new ChatId(learnt.getLidJid()), new ChatId(learnt.getPhoneNumberJid()));
                    }
                    case OFFLINE_DRAINED ->
                        new BridgeEvent.OfflineDrained(
                                origin, event.getOfflineDrained().getStanzas());
                    case SESSION_UNREADABLE ->
                        new BridgeEvent.SessionUnreadable(
                                origin, event.getSessionUnreadable().getReason());
                    case SESSION_DEAF ->
                        new BridgeEvent.SessionDeaf(
                                origin, event.getSessionDeaf().getReason());
                    case ACCOUNT_RESTRICTED -> restricted(origin, event.getAccountRestricted());
                    case EVENT_NOT_SET -> null;
                });
    }

    private static BridgeEvent restricted(
            Origin origin, dev.connectors.whatsapp.bridge.v1.AccountRestricted restricted) {
        return new BridgeEvent.AccountRestricted(
                origin,
                restricted.getActive(),
                restricted.getKind(),
                restricted.hasUntil() ? Optional.of(instant(restricted.getUntil())) : Optional.empty());
    }

    private static BridgeEvent inbound(Origin origin, dev.connectors.whatsapp.bridge.v1.InboundMessage message) {
        return new BridgeEvent.InboundMessage(
                origin,
                MessageTranslation.key(message.getKey()),
                message.getPushName(),
                instant(message.getSentAt()),
                message.hasQuoted() ? Optional.of(MessageTranslation.quoted(message.getQuoted())) : Optional.empty(),
                message.getViewOnce(),
                Duration.ofSeconds(Integer.toUnsignedLong(message.getExpiresAfterSeconds())),
                message.getRaw(),
                MessageTranslation.content(message));
    }

    private static @Nullable BridgeEvent receipt(Origin origin, dev.connectors.whatsapp.bridge.v1.Receipt receipt) {
        var delivery = switch (receipt.getKind()) {
            case RECEIPT_KIND_DELIVERED -> Delivery.DELIVERED;
            case RECEIPT_KIND_READ, RECEIPT_KIND_PLAYED -> Delivery.READ;
            case RECEIPT_KIND_UNSPECIFIED, UNRECOGNIZED -> null;
        };
        return delivery == null
                ? null
                : new BridgeEvent.Receipt(
                        origin,
                        MessageTranslation.key(receipt.getKey()),
                        MessageTranslation.participant(receipt.getKey()),
                        delivery,
                        receipt.hasAt() ? instant(receipt.getAt()) : origin.occurredAt());
    }

    static dev.connectors.whatsapp.bridge.v1.Proxy proxy(Proxy proxy) {
        return dev.connectors.whatsapp.bridge.v1.Proxy.newBuilder()
                .setProtocol(
                        switch (proxy.protocol()) {
                            case HTTP -> ProxyProtocol.PROXY_PROTOCOL_HTTP;
                            case SOCKS5 -> ProxyProtocol.PROXY_PROTOCOL_SOCKS5;
                        })
                .setHost(proxy.host())
                .setPort(proxy.port())
                .setUsername(proxy.username())
                .setPassword(proxy.password())
                .build();
    }

    static BridgeSession session(Session session) {
        return new BridgeSession(
                new AccountId(session.getAccountId()),
                switch (session.getState()) {
                    case SESSION_STATE_CONNECTING -> BridgeSession.State.CONNECTING;
                    case SESSION_STATE_QR_READY -> BridgeSession.State.QR_READY;
                    case SESSION_STATE_CONNECTED -> BridgeSession.State.CONNECTED;
                    case SESSION_STATE_DISCONNECTED, SESSION_STATE_UNSPECIFIED, UNRECOGNIZED ->
                        BridgeSession.State.DISCONNECTED;
                },
                session.getPaired(),
                optionalChat(session.getJid()),
                Optional.of(session.getQr()).filter(qr -> !qr.isEmpty()),
                session.getConnection(),
                session.getProxied());
    }

    static Optional<ChatId> optionalChat(String jid) {
        return jid.isEmpty() ? Optional.empty() : Optional.of(new ChatId(jid));
    }

    /** Peers have a say in some of them: one that Firestore cannot hold must not hold up all behind it. */
    private static Instant instant(Timestamp timestamp) {
        var seconds = Math.clamp(timestamp.getSeconds(), EARLIEST, LATEST);
        return Instant.ofEpochSecond(seconds, timestamp.getNanos());
    }
}
