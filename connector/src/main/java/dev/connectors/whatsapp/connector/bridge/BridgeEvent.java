package dev.connectors.whatsapp.connector.bridge;

import com.google.protobuf.ByteString;
import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.chat.ChatId;
import dev.connectors.whatsapp.connector.chat.Delivery;
import dev.connectors.whatsapp.connector.chat.Direction;
import dev.connectors.whatsapp.connector.chat.WaMessageId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Something that happened on an account's connection. */
public sealed interface BridgeEvent {
    Origin origin();

    /** What comes as often as messages do, as opposed to what happens to the connection. */
    sealed interface FrequentEvent extends BridgeEvent {}

    /** What happens in the account's chats. */
    sealed interface ChatEvent extends FrequentEvent {}

    /**
     * Where an event comes from.
     *
     * @param account whose event it is
     * @param connection the number of the connection, rising within the life of the volume
     * @param occurredAt by the bridge's clock
     */
    record Origin(AccountId account, long connection, Instant occurredAt) {}

    /**
     * There is a new QR to scan, in place of the one before.
     *
     * @param content what the QR picture has to say
     */
    record QrCode(Origin origin, String content) implements BridgeEvent {}

    /** There is a new code to type on the phone, in place of the one before. */
    record PairingCode(Origin origin, String code) implements BridgeEvent {
        /** Keeps the code to itself: whoever types it has the account. */
        @Override
        public String toString() {
            return "PairingCode[" + origin + "]";
        }
    }

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
     * @param retryAfter when a ban for a time ends, if WhatsApp said so
     */
    record ConnectionClosed(Origin origin, int code, String reason, boolean paired, Optional<Instant> retryAfter)
            implements BridgeEvent {}

    /**
     * What WhatsApp held back while the account was away has been heard, before this event: a message without an
     * acknowledgement by now was not taken, as far as WhatsApp says.
     *
     * @param stanzas how many it had held
     */
    record OfflineDrained(Origin origin, int stanzas) implements BridgeEvent {}

    /**
     * WhatsApp restricts what the account may do: it may not begin conversations.
     *
     * @param active false when the restriction was lifted
     * @param kind in WhatsApp's words
     * @param until when it ends, if WhatsApp said so
     */
    record AccountRestricted(Origin origin, boolean active, String kind, Optional<Instant> until)
            implements BridgeEvent {}

    /**
     * A chat or a person, who may have two names: a phone number and a LID.
     *
     * @param jid the phone number's when it is known
     * @param alternative the other name, when known
     */
    record Party(ChatId jid, Optional<ChatId> alternative) {}

    /**
     * Names one message of an account, in the names that were known when the event happened.
     *
     * @param direction who wrote it, seen from the account
     * @param participant in a group, who of the others wrote; else empty
     */
    record WaMessageKey(Party chat, Direction direction, Optional<Party> participant, String id) {}

    /**
     * What a reply shows of the message before it.
     *
     * @param participant who wrote that
     */
    record Quoted(String messageId, Optional<ChatId> participant, String body) {}

    /**
     * A message from a contact, or written on another device of the account's own.
     *
     * @param sentAt by the sender's clock, in whole seconds
     * @param quoted the message that this one replies to
     * @param viewOnce it can be opened once only; the phone may have opened it already
     * @param expiresAfter how long until it disappears; zero when it stays
     * @param raw the serialised message of WhatsApp's protocol when its content is media, else empty
     */
    record InboundMessage(
            Origin origin,
            WaMessageKey key,
            String pushName,
            Instant sentAt,
            Optional<Quoted> quoted,
            boolean viewOnce,
            Duration expiresAfter,
            ByteString raw,
            Content content)
            implements ChatEvent {}

    /** A LID and a phone number turned out to be one person. Events before may have named the person by either. */
    record PhoneNumberLearnt(Origin origin, ChatId lid, ChatId phoneNumber) implements ChatEvent {}

    /**
     * WhatsApp's server has answered a message that this account sent.
     *
     * @param errorCode 0 when it took the message
     */
    record ServerAck(Origin origin, WaMessageId messageId, int errorCode) implements FrequentEvent {}

    /**
     * A recipient has got or seen a message that this account sent.
     *
     * @param participant in a group, who of its members; else empty
     * @param at as WhatsApp says, in whole seconds
     */
    record Receipt(Origin origin, WaMessageKey key, Optional<Party> participant, Delivery delivery, Instant at)
            implements ChatEvent {}

    /**
     * The account's stored session cannot be read, and no connection was opened. Its bytes are left alone.
     *
     * @param reason what cannot be read, for people
     */
    record SessionUnreadable(Origin origin, String reason) implements BridgeEvent {}

    /**
     * The account's connection was open and no good any more, and is being closed.
     *
     * @param reason by what it was noticed, for people
     */
    record SessionDeaf(Origin origin, String reason) implements BridgeEvent {}

    /** Something went wrong that is not the end of the connection. */
    record AccountError(Origin origin, String message) implements BridgeEvent {}
}
