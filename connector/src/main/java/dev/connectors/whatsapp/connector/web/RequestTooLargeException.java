package dev.connectors.whatsapp.connector.web;

/** The body is larger than any request needs to be; it was not read. */
final class RequestTooLargeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RequestTooLargeException(int mostBytes) {
        super("a request has at most " + mostBytes + " bytes");
    }
}
