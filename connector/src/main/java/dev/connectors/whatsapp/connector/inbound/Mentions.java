package dev.connectors.whatsapp.connector.inbound;

import dev.connectors.whatsapp.connector.bridge.BridgeEvent.ChatEvent;
import dev.connectors.whatsapp.connector.bridge.BridgeEvent.InboundMessage;
import dev.connectors.whatsapp.connector.bridge.BridgeEvent.Party;
import dev.connectors.whatsapp.connector.bridge.BridgeEvent.PhoneNumberLearnt;
import dev.connectors.whatsapp.connector.bridge.BridgeEvent.Receipt;
import dev.connectors.whatsapp.connector.bridge.BridgeEvent.WaMessageKey;
import dev.connectors.whatsapp.connector.bridge.Content;
import java.util.Optional;
import java.util.stream.Stream;

/** Whom and what an event names. Pure. */
final class Mentions {
    private Mentions() {}

    /** The message that this one is about, where it is about one. */
    static Optional<WaMessageKey> target(Content content) {
        return switch (content) {
            case Content.Reaction reaction -> Optional.of(reaction.target());
            case Content.Edit edit -> Optional.of(edit.target());
            case Content.Deletion deletion -> Optional.of(deletion.target());
            default -> Optional.empty();
        };
    }

    static Stream<WaMessageKey> keys(ChatEvent event) {
        return switch (event) {
            case InboundMessage message -> Stream.concat(Stream.of(message.key()), target(message.content()).stream());
            case Receipt receipt -> Stream.of(receipt.key());
            case PhoneNumberLearnt learnt -> Stream.empty();
        };
    }

    static Stream<Party> chats(ChatEvent event) {
        return event instanceof PhoneNumberLearnt learnt
                ? Stream.of(new Party(learnt.phoneNumber(), Optional.of(learnt.lid())))
                : keys(event).map(WaMessageKey::chat);
    }

    static Stream<Party> parties(ChatEvent event) {
        var participants = event instanceof Receipt receipt
                ? receipt.participant().stream()
                : keys(event).flatMap(key -> key.participant().stream());
        return Stream.concat(chats(event), participants);
    }
}
