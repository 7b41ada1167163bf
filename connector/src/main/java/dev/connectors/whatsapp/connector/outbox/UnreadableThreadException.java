package dev.connectors.whatsapp.connector.outbox;

import dev.connectors.whatsapp.connector.chat.ThreadId;

/** A thread's document has a field that is not of the kind it has to be: somebody has written it by hand. */
public final class UnreadableThreadException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnreadableThreadException(ThreadId thread, String field) {
        super("the thread of account " + thread.account() + " with " + thread.chat()
                + " cannot be understood: its field " + field + " has a value of the wrong type");
    }
}
