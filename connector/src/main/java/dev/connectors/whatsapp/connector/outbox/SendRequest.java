package dev.connectors.whatsapp.connector.outbox;

import dev.connectors.whatsapp.connector.chat.RequestId;
import dev.connectors.whatsapp.connector.chat.ThreadId;
import java.util.Optional;
import java.util.UUID;

/**
 * What a caller asks to be sent.
 *
 * @param senderUid the caller, from its token
 * @param thread from which account to whom
 * @param body the text
 * @param clientMessageId what makes the request repeatable; without one each request is a new one
 */
public record SendRequest(String senderUid, ThreadId thread, String body, Optional<String> clientMessageId) {

    /** The id of this request; a new one at each call where the caller gave nothing to repeat by. */
    RequestId id() {
        return RequestId.of(senderUid, thread, clientMessageId.orElseGet(() -> "once:" + UUID.randomUUID()));
    }

    /** The same, in the thread in which the conversation is kept. */
    SendRequest in(ThreadId kept) {
        return new SendRequest(senderUid, kept, body, clientMessageId);
    }
}
