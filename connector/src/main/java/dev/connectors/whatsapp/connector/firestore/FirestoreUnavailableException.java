package dev.connectors.whatsapp.connector.firestore;

/** A call got no answer, or none that says what became of it. A write may have been applied. */
public sealed class FirestoreUnavailableException extends RuntimeException permits WriteRejectedException {
    private static final long serialVersionUID = 1L;

    public FirestoreUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
