package dev.connectors.whatsapp.connector.inbound;

import com.google.cloud.Timestamp;
import com.google.protobuf.ByteString;
import dev.connectors.whatsapp.connector.bridge.BridgeEvent.InboundMessage;
import dev.connectors.whatsapp.connector.bridge.BridgeEvent.Origin;
import dev.connectors.whatsapp.connector.bridge.BridgeEvent.Party;
import dev.connectors.whatsapp.connector.bridge.BridgeEvent.PhoneNumberLearnt;
import dev.connectors.whatsapp.connector.bridge.BridgeEvent.Receipt;
import dev.connectors.whatsapp.connector.bridge.BridgeEvent.WaMessageKey;
import dev.connectors.whatsapp.connector.bridge.Content;
import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.chat.ChatId;
import dev.connectors.whatsapp.connector.chat.Delivery;
import dev.connectors.whatsapp.connector.chat.Direction;
import dev.connectors.whatsapp.connector.chat.ThreadId;
import dev.connectors.whatsapp.connector.firestore.Timestamps;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Events as a bridge sends them. */
final class ChatEvents {
    static final AccountId ACCOUNT = new AccountId("sales");
    static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    static final ChatId NUMBER = new ChatId("40712345678@s.whatsapp.net");
    static final ChatId LID = new ChatId("777@lid");
    static final ChatId GROUP = new ChatId("120363041234567890@g.us");

    /** What somebody wrote. */
    static final WaMessageKey M1 = received(by(NUMBER), "M1");

    private static final Origin ORIGIN = new Origin(ACCOUNT, 1, NOON);

    private ChatEvents() {}

    static Party by(ChatId name) {
        return new Party(name, Optional.empty());
    }

    static Party byBothNames() {
        return new Party(NUMBER, Optional.of(LID));
    }

    static WaMessageKey received(Party chat, String id) {
        return new WaMessageKey(chat, Direction.INBOUND, Optional.empty(), id);
    }

    static WaMessageKey sent(Party chat, String id) {
        return new WaMessageKey(chat, Direction.OUTBOUND, Optional.empty(), id);
    }

    static WaMessageKey inGroup(Party author, String id) {
        return new WaMessageKey(by(GROUP), Direction.INBOUND, Optional.of(author), id);
    }

    static InboundMessage message(WaMessageKey key, int second, Content content) {
        return new InboundMessage(
                ORIGIN,
                key,
                "Ana",
                NOON.plusSeconds(second),
                Optional.empty(),
                false,
                Duration.ZERO,
                ByteString.EMPTY,
                content);
    }

    static InboundMessage text(WaMessageKey key, int second, String body) {
        return message(key, second, new Content.Text(body));
    }

    /** To the first message. */
    static InboundMessage reaction(String id, int second, String emoji) {
        return message(received(by(NUMBER), id), second, new Content.Reaction(M1, emoji));
    }

    static ThreadId thread(ChatId chat) {
        return new ThreadId(ACCOUNT, chat);
    }

    static Timestamp second(int second) {
        return Timestamps.of(NOON.plusSeconds(second));
    }

    static Receipt receipt(WaMessageKey key, int second, Delivery delivery) {
        return new Receipt(ORIGIN, key, Optional.empty(), delivery, NOON.plusSeconds(second));
    }

    static Receipt receiptOf(Party member, WaMessageKey key, int second, Delivery delivery) {
        return new Receipt(ORIGIN, key, Optional.of(member), delivery, NOON.plusSeconds(second));
    }

    static PhoneNumberLearnt learnt() {
        return new PhoneNumberLearnt(ORIGIN, LID, NUMBER);
    }
}
