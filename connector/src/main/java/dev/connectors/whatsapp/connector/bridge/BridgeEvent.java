package dev.connectors.whatsapp.connector.bridge;

import com.google.protobuf.ByteString;
import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.chat.ChatId;
import dev.connectors.whatsapp.connector.chat.Delivery;
import dev.connectors.whatsapp.connector.chat.MessageKey;
import dev.connectors.whatsapp.connector.chat.ThreadId;
import dev.connectors.whatsapp.connector.chat.WaMessageId;
import java.time.Instant;
import java.util.Optional;

/** Something that happened on an account's connection. */
public sealed interface BridgeEvent {
    Origin origin();

    /**
     * Where an event comes from.
     *
     * @param account whose event it is
     * @param connection the number of the connection, rising within the life of the bridge process
     * @param occurredAt by the bridge's clock
     */
    record Origin(AccountId account, long connection, Instant occurredAt) {}

    /**
     * There is a new QR to scan, in place of the one before.
     *
     * @param content what the QR picture has to say
     */
    record QrCode(Origin origin, String content) implements BridgeEvent {}

    /**
     * The account is logged in and can send.
     *
     * @param jid the account's own
     */
    record ConnectionOpened(Origin origin, ChatId jid) implements BridgeEvent {}

    /**
     * The socket is closed and stays closed until somebody asks for the next.
     *
     * @param code Baileys' DisconnectReason; 0 when the connector asked for it
     * @param paired whether the stored session is (still) linked to a phone
     */
    record ConnectionClosed(Origin origin, int code, String reason, boolean paired) implements BridgeEvent {}

    /**
     * A message from a contact, or written on another device of the account's own.
     *
     * @param alternativeChat the chat's other name (LID or phone number), when known
     * @param sentAt by the sender's clock, in whole seconds
     */
    record InboundMessage(
            Origin origin,
            ThreadId thread,
            MessageKey key,
            Optional<ChatId> alternativeChat,
            String pushName,
            Instant sentAt,
            Content content)
            implements BridgeEvent {}

    /** What a message says. */
    sealed interface Content {
        record Text(String body) implements Content {}

        /**
         * A kind the contract has no words for yet.
         *
         * @param kind WhatsApp's name of it, such as {@code imageMessage}
         * @param raw the serialised message of WhatsApp's protocol
         */
        record Unsupported(String kind, ByteString raw) implements Content {}
    }

    /**
     * WhatsApp's server has answered a message that this account sent.
     *
     * @param errorCode 0 when it took the message
     */
    record ServerAck(Origin origin, WaMessageId messageId, int errorCode) implements BridgeEvent {}

    /** A recipient has got or seen a message that this account sent. */
    record Receipt(Origin origin, ThreadId thread, MessageKey key, Delivery delivery) implements BridgeEvent {}

    /** Something went wrong that is not the end of the connection. */
    record AccountError(Origin origin, String message) implements BridgeEvent {}
}
