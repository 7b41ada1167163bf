package dev.connectors.whatsapp.connector.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.chat.DataLayout;
import dev.connectors.whatsapp.connector.firestore.Cursor;
import dev.connectors.whatsapp.connector.firestore.Layout;
import dev.connectors.whatsapp.connector.history.History;
import dev.connectors.whatsapp.connector.history.MessageView;
import dev.connectors.whatsapp.connector.history.ThreadView;
import dev.connectors.whatsapp.connector.outbox.Outbox;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Conversations, for whoever begins today: lists them and their messages, and takes messages to send. */
@RestController
@RequestMapping("/api/v1")
class ThreadsController {
    private final History history;
    private final Outbox outbox;
    private final DataLayout layout;

    ThreadsController(History history, Outbox outbox, Layout layout) {
        this.history = history;
        this.outbox = outbox;
        this.layout = layout.data();
    }

    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record ThreadPage(List<ThreadView> threads, Optional<String> nextPageToken) {}

    @GetMapping("/threads")
    ThreadPage threads(@RequestParam Map<String, String> parameters) {
        var given = new Parameters(parameters);
        var account = given.required("accountId", AccountId::new);
        var page = given.page();
        given.check();
        var threads = history.threads(account.orElseThrow(), page);
        return new ThreadPage(threads.items(), threads.next().map(Cursor::token));
    }

    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record MessagePage(List<MessageView> messages, Optional<String> nextPageToken) {}

    @GetMapping("/threads/{threadId}/messages")
    MessagePage messages(@PathVariable String threadId, @RequestParam Map<String, String> parameters) {
        var given = new Parameters(parameters);
        var page = given.page();
        given.check();
        // What has no account in it cannot even be looked up: some ids are Firestore's own.
        if (!layout.hasAccount(threadId) || !history.hasThread(threadId)) {
            throw new UnknownThreadException();
        }
        var messages = history.messages(threadId, page);
        return new MessagePage(messages.items(), messages.next().map(Cursor::token));
    }

    /**
     * @param requestId by which to ask what became of it
     * @param duplicate whether the same request had been accepted before
     */
    record AcceptedMessage(String requestId, boolean duplicate) {}

    /** Not repeatable without a {@code clientMessageId}: each call is another message then. */
    @PostMapping("/messages")
    @ResponseStatus(HttpStatus.ACCEPTED)
    AcceptedMessage send(@RequestBody JsonNode json, Principal caller) {
        var accepted = outbox.enqueue(new SendBody(json, layout, caller.getName()).ofRecipient("text"));
        return new AcceptedMessage(accepted.id().value(), accepted.duplicate());
    }
}
