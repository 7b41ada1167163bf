package dev.connectors.whatsapp.connector.account;

/** There is no such account; nothing was written. */
public final class UnknownAccountException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param id as it was given, be it an id or not */
    public UnknownAccountException(String id) {
        super("there is no account " + id);
    }
}
