package dev.connectors.whatsapp.connector.bridge;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import dev.connectors.whatsapp.bridge.v1.EventsResponse;
import dev.connectors.whatsapp.bridge.v1.Session;
import dev.connectors.whatsapp.connector.bridge.BridgeEvent.Content;
import dev.connectors.whatsapp.connector.bridge.BridgeEvent.Origin;
import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.chat.ChatId;
import dev.connectors.whatsapp.connector.chat.Delivery;
import dev.connectors.whatsapp.connector.chat.Direction;
import dev.connectors.whatsapp.connector.chat.MessageKey;
import dev.connectors.whatsapp.connector.chat.ThreadId;
import dev.connectors.whatsapp.connector.chat.WaMessageId;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** From the contract's generated types to the connector's own. Pure. */
final class Translation {
    private Translation() {}

    /** Empty for an event that this version of the contract does not know. */
    static Optional<BridgeEvent> event(EventsResponse event) {
        var origin =
                new Origin(new AccountId(event.getAccountId()), event.getConnection(), instant(event.getOccurredAt()));
        return Optional.ofNullable(
                switch (event.getEventCase()) {
                    case QR_CODE ->
                        new BridgeEvent.QrCode(origin, event.getQrCode().getContent());
                    case CONNECTION_OPENED ->
                        new BridgeEvent.ConnectionOpened(
                                origin, new ChatId(event.getConnectionOpened().getJid()));
                    case CONNECTION_CLOSED -> {
                        var closed = event.getConnectionClosed();
                        yield new BridgeEvent.ConnectionClosed(
                                origin, closed.getCode(), closed.getReason(), closed.getPaired());
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
                    case OFFLINE_DRAINED, PHONE_NUMBER_LEARNT, ACCOUNT_RESTRICTED, EVENT_NOT_SET -> null;
                });
    }

    private static BridgeEvent inbound(Origin origin, dev.connectors.whatsapp.bridge.v1.InboundMessage message) {
        var key = message.getKey();
        return new BridgeEvent.InboundMessage(
                origin,
                new ThreadId(origin.account(), new ChatId(key.getChatJid())),
                key(key),
                optionalChat(key.getChatAltJid()),
                message.getPushName(),
                instant(message.getSentAt()),
                content(message));
    }

    private static Content content(dev.connectors.whatsapp.bridge.v1.InboundMessage message) {
        return switch (message.getContentCase()) {
            case TEXT -> new Content.Text(message.getText().getBody());
            case UNSUPPORTED -> {
                var unsupported = message.getUnsupported();
                yield new Content.Unsupported(unsupported.getKind(), unsupported.getRaw());
            }
            case MEDIA, LOCATION, CONTACTS, REACTION, EDIT, DELETION ->
                new Content.Unsupported(message.getContentCase().name().toLowerCase(Locale.ROOT), message.getRaw());
            case CONTENT_NOT_SET -> new Content.Unsupported("", ByteString.EMPTY);
        };
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
                        new ThreadId(
                                origin.account(), new ChatId(receipt.getKey().getChatJid())),
                        key(receipt.getKey()),
                        delivery);
    }

    private static MessageKey key(dev.connectors.whatsapp.bridge.v1.MessageKey key) {
        return key.getFromMe()
                ? MessageKey.outbound(new WaMessageId(key.getId()))
                : new MessageKey(Direction.INBOUND, optionalChat(key.getParticipantJid()), key.getId());
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
                session.getConnection());
    }

    private static Optional<ChatId> optionalChat(String jid) {
        return jid.isEmpty() ? Optional.empty() : Optional.of(new ChatId(jid));
    }

    private static Instant instant(Timestamp timestamp) {
        return Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos());
    }
}
