package dev.connectors.whatsapp.connector.chat;

import java.util.Optional;

/**
 * Names one message within its chat. WhatsApp's message id alone does not: each side chooses its own, and in a group
 * each participant does.
 *
 * @param direction who wrote it, seen from the account
 * @param participant in a group, who wrote; else empty
 * @param id the WhatsApp message id
 */
public record MessageKey(Direction direction, Optional<ChatId> participant, String id) {

    /** The key of a message that the account itself writes. */
    public static MessageKey outbound(WaMessageId id) {
        return new MessageKey(Direction.OUTBOUND, Optional.empty(), id.value());
    }

    /**
     * The last part of document ids: {@code out.{id}}, {@code in.{id}} or {@code in.{id}.{participant}}. The dot is
     * encoded within the id, so that what follows it can only be the participant.
     */
    String encoded() {
        var prefix = direction == Direction.OUTBOUND ? "out." : "in.";
        return prefix
                + IdEncoding.encode(id, ".")
                + participant.map(who -> "." + IdEncoding.encode(who.jid())).orElse("");
    }
}
