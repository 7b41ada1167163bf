package dev.connectors.whatsapp.connector.migration;

import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.chat.ChatId;
import dev.connectors.whatsapp.connector.chat.DataLayout;
import dev.connectors.whatsapp.connector.chat.ThreadId;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What the id of a thread's document says. Pure. */
sealed interface ThreadName {
    /** There is an account in it: nothing is to be done. */
    record Present() implements ThreadName {}

    /** It is the client's jid alone. */
    record JidAlone(ThreadId thread) implements ThreadName {}

    /** Nobody can tell which thread it is. */
    record Unknown(String reason) implements ThreadName {}

    /**
     * Reads an id, with what the document's fields say about it.
     *
     * @param onlyAccount whose a thread is that does not say it
     */
    static ThreadName of(DataLayout layout, String id, Map<String, Object> fields, Optional<AccountId> onlyAccount) {
        var account = text(fields, "accountId");
        if (account.filter(name -> layout.hasAccount(id, name)).isPresent()) {
            return new Present();
        }
        // What former versions took for a jid may be none that is understood today.
        var jids = Stream.of("clientJid", "chatId")
                .flatMap(field -> text(fields, field).stream())
                .toList();
        var isItsJid = jids.contains(id);
        var chat = recipient(id).or(() -> isItsJid ? Optional.of(new ChatId(id)) : Optional.empty());
        if (chat.isEmpty()) {
            return layout.hasAccount(id)
                    ? new Present()
                    : new Unknown("its id is neither a thread's nor the jid of a contact or group");
        }
        return account.map(name -> of(name, chat.get()))
                .or(() -> onlyAccount.map(only -> new JidAlone(new ThreadId(only, chat.get()))))
                .orElseGet(() -> new Unknown("it has no accountId, so nobody can tell whose it is"));
    }

    private static ThreadName of(String account, ChatId chat) {
        try {
            return new JidAlone(new ThreadId(new AccountId(account), chat));
        } catch (IllegalArgumentException e) {
            return new Unknown("its accountId is none: " + e.getMessage());
        }
    }

    private static Optional<ChatId> recipient(String id) {
        try {
            return Optional.of(ChatId.parse(id));
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }

    private static Optional<String> text(Map<String, Object> fields, String field) {
        return fields.get(field) instanceof String text && !text.isBlank() ? Optional.of(text) : Optional.empty();
    }
}
