package dev.connectors.whatsapp.connector.firestore;

/** Firestore does not take a document as it is: too large, or with a field it cannot hold. Repeating changes nothing. */
public final class WriteRejectedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WriteRejectedException(Throwable cause) {
        super("Firestore will never take this write: " + cause.getMessage(), cause);
    }
}
