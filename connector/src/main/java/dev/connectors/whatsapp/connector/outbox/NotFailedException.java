package dev.connectors.whatsapp.connector.outbox;

import dev.connectors.whatsapp.connector.chat.RequestId;

/** The request has not failed, so there is nothing to put back; nothing was written. */
public final class NotFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotFailedException(RequestId id, String state) {
        super("request " + id + " has not failed: it is " + state);
    }
}
