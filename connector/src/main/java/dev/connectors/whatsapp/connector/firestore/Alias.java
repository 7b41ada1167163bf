package dev.connectors.whatsapp.connector.firestore;

import dev.connectors.whatsapp.connector.chat.ChatId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A person's two names, and under which of them the account keeps the conversation. It is stored once under each name.
 *
 * @param chat the name of the thread
 */
public record Alias(ChatId chat, ChatId lid, ChatId phoneNumber) {

    /** Empty where the fields are not those of an alias. */
    public static Optional<Alias> read(Map<String, Object> fields) {
        return fields.get("chatId") instanceof String chat
                        && fields.get("lidJid") instanceof String lid
                        && fields.get("phoneNumberJid") instanceof String number
                ? Optional.of(new Alias(new ChatId(chat), new ChatId(lid), new ChatId(number)))
                        .filter(Alias::isWhole)
                : Optional.empty();
    }

    /** No document can be named by a name that is none. */
    private boolean isWhole() {
        return !chat.jid().isBlank() && lid.isLid() && phoneNumber.phoneNumber().isPresent();
    }

    public Map<String, Object> fields() {
        return Map.of("chatId", chat.jid(), "lidJid", lid.jid(), "phoneNumberJid", phoneNumber.jid());
    }

    /** The thread's name first. */
    public List<ChatId> names() {
        return Stream.of(chat, lid, phoneNumber).distinct().toList();
    }
}
