package dev.connectors.whatsapp.connector.outbox;

/** There is no such request. */
public final class UnknownRequestException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param id as it was given, be it an id or not */
    public UnknownRequestException(String id) {
        super("there is no request " + id);
    }
}
