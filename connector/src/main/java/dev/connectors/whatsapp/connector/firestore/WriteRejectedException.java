package dev.connectors.whatsapp.connector.firestore;

/**
 * Firestore does not take a document as it is: too large, or with a field it cannot hold. Nothing was written, and repeating
 * changes nothing. Whoever has no use for knowing that treats it as any other call that failed.
 */
public final class WriteRejectedException extends FirestoreUnavailableException {
    private static final long serialVersionUID = 1L;

    WriteRejectedException(Throwable cause) {
        super("Firestore will never take this write: " + cause.getMessage(), cause);
    }
}
