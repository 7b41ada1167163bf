package dev.connectors.whatsapp.connector.web;

import dev.connectors.whatsapp.connector.chat.DataLayout;
import dev.connectors.whatsapp.connector.firestore.Layout;
import dev.connectors.whatsapp.connector.outbox.Outbox;
import java.security.Principal;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Takes messages to send in the three spellings of the client applications; what they ask for is one thing. */
@RestController
class SendController {
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
    SendResponse send(@RequestBody JsonNode json, Principal caller) {
        var accepted = outbox.enqueue(body(json, caller).ofChat());
        return new SendResponse(true, accepted.id().value(), accepted.duplicate());
    }

    /**
     * @param success always true: refusals have bodies of their own
     * @param requestId names the request; its outbox document has the same id
     * @param duplicate whether the same request had been accepted before
     */
    record ProxySendResponse(boolean success, String requestId, boolean duplicate) {
        static ProxySendResponse of(Outbox.Accepted accepted) {
            return new ProxySendResponse(true, accepted.id().value(), accepted.duplicate());
        }
    }

    @PostMapping("/whatsappProxySend")
    ProxySendResponse proxySend(@RequestBody JsonNode json, Principal caller) {
        return ProxySendResponse.of(outbox.enqueue(body(json, caller).ofJid()));
    }

    /** Not repeatable without a {@code clientMessageId}: each call is another message then. */
    @PostMapping("/api/whatsapp/send-message")
    ProxySendResponse sendMessage(@RequestBody JsonNode json, Principal caller) {
        return ProxySendResponse.of(outbox.enqueue(body(json, caller).ofRecipient("message")));
    }

    private SendBody body(JsonNode json, Principal caller) {
        return new SendBody(json, layout, caller.getName());
    }
}
