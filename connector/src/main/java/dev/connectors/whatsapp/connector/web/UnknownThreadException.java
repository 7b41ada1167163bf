package dev.connectors.whatsapp.connector.web;

/** No thread has this id. */
final class UnknownThreadException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnknownThreadException() {
        super("no thread has this id");
    }
}
