package dev.connectors.whatsapp.connector.web;

import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.chat.ChatId;
import dev.connectors.whatsapp.connector.chat.DataLayout;
import dev.connectors.whatsapp.connector.chat.ThreadId;
import dev.connectors.whatsapp.connector.firestore.Layout;
import dev.connectors.whatsapp.connector.outbox.Outbox;
import dev.connectors.whatsapp.connector.outbox.SendRequest;
import java.util.Objects;
import java.util.Optional;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Asks for a message to be sent. */
@RestController
class SendController {
    /** Longest ids and jids that make sense; Firestore ids have 1,500 bytes. */
    private static final int MAX_ID = 500;
    /** WhatsApp's own limit of a text message. */
    private static final int MAX_TEXT = 65_536;

    private final Outbox outbox;
    private final DataLayout layout;

    SendController(Outbox outbox, Layout layout) {
        this.outbox = outbox;
        this.layout = layout.data();
    }

    /**
     * @param ok always true: refusals have bodies of their own
     * @param commandId names the request; its outbox document has the same id
     * @param duplicate whether the same request had been accepted before
     */
    record SendResponse(boolean ok, String commandId, boolean duplicate) {}

    @PostMapping("/api/send")
    SendResponse send(@RequestBody JsonNode body, @AuthenticationPrincipal Jwt caller) {
        var accepted = outbox.enqueue(read(
                new JsonBody(body), Objects.requireNonNull(caller.getSubject(), "the decoder requires a subject")));
        return new SendResponse(true, accepted.id().value(), accepted.duplicate());
    }

    private SendRequest read(JsonBody body, String uid) {
        var account = body.parsed("accountId", MAX_ID, AccountId::new);
        var chat = body.parsed("chatId", MAX_ID, ChatId::parse);
        var to = body.parsed("to", MAX_ID, ChatId::parse);
        var threadId = body.text("threadId", MAX_ID);
        var text = body.text("text", MAX_TEXT);
        var clientMessageId = body.text("clientMessageId", MAX_ID);

        var thread = account.flatMap(a -> chat.map(c -> new ThreadId(a, c)));
        thread.filter(t -> !threadId.isEmpty() && !layout.isNameOf(t, threadId))
                .ifPresent(t -> body.wrong("threadId", "must be the thread of accountId and chatId"));
        if (to.isPresent() && chat.isPresent() && !to.equals(chat)) {
            body.wrong("to", "must be the recipient that chatId names");
        }
        body.check();
        return new SendRequest(uid, thread.orElseThrow(), text, Optional.of(clientMessageId));
    }
}
