package dev.connectors.whatsapp.connector.firestore;

/**
 * A document was not as the write supposed: it exists already, is gone, or has another version. Nothing was written;
 * whoever wants to try again reads first.
 */
public final class WriteConflictException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public WriteConflictException(Throwable cause) {
        super("a condition of the write did not hold: " + cause.getMessage(), cause);
    }
}
