package dev.connectors.whatsapp.connector.web;

import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.chat.ChatId;
import dev.connectors.whatsapp.connector.chat.DataLayout;
import dev.connectors.whatsapp.connector.chat.ThreadId;
import dev.connectors.whatsapp.connector.outbox.SendRequest;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Reads what is to be sent, as each kind of client application writes it. There is one recipient in every spelling. */
final class SendBody {
    /** Longest ids and jids that make sense; Firestore ids have 1,500 bytes. */
    static final int MAX_ID = 500;
    /** WhatsApp's own limit of a text message. */
    static final int MAX_TEXT = 65_536;

    private final JsonBody body;
    private final DataLayout layout;
    private final String uid;

    /** @param uid who asks, from the token */
    SendBody(JsonNode json, DataLayout layout, String uid) {
        this.body = new JsonBody(json);
        this.layout = layout;
        this.uid = uid;
    }

    /** {@code threadId, accountId, chatId, to, text, clientMessageId} */
    SendRequest ofChat() {
        var account = account();
        var chat = chat("chatId");
        var to = chat("to");
        if (to.isPresent() && chat.isPresent() && !to.equals(chat)) {
            body.wrong("to", "must be the recipient that chatId names");
        }
        return inNamedThread(account, chat, "chatId");
    }

    /** {@code threadId, accountId, toJid, text, clientMessageId} */
    SendRequest ofJid() {
        return inNamedThread(account(), chat("toJid"), "toJid");
    }

    /** {@code accountId, to} and the text, under a name of its own; {@code clientMessageId} may be missing. */
    SendRequest ofRecipient(String textField) {
        var account = account();
        var to = chat("to");
        var text = body.text(textField, MAX_TEXT);
        var clientMessageId = body.optionalText("clientMessageId", MAX_ID);
        body.check();
        return new SendRequest(uid, new ThreadId(account.orElseThrow(), to.orElseThrow()), text, clientMessageId);
    }

    /** A request cannot speak of one thread and be sent in another. */
    private SendRequest inNamedThread(Optional<AccountId> account, Optional<ChatId> chat, String chatField) {
        var threadId = body.text("threadId", MAX_ID);
        var text = body.text("text", MAX_TEXT);
        var clientMessageId = body.text("clientMessageId", MAX_ID);
        var thread = account.flatMap(a -> chat.map(c -> new ThreadId(a, c)));
        thread.filter(t -> !threadId.isEmpty() && !layout.isNameOf(t, threadId))
                .ifPresent(t -> body.wrong("threadId", "must be the thread of accountId and " + chatField));
        body.check();
        return new SendRequest(uid, thread.orElseThrow(), text, Optional.of(clientMessageId));
    }

    private Optional<AccountId> account() {
        return body.parsed("accountId", MAX_ID, AccountId::new);
    }

    private Optional<ChatId> chat(String field) {
        return body.parsed(field, MAX_ID, ChatId::parse);
    }
}
