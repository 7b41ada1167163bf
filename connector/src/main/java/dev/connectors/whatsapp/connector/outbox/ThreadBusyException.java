package dev.connectors.whatsapp.connector.outbox;

/** Others wrote to the thread each time; nothing was written, and the same request can be repeated. */
public final class ThreadBusyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ThreadBusyException() {
        super("the thread is being written to by too many at once");
    }
}
