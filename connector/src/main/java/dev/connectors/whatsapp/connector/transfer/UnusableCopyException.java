package dev.connectors.whatsapp.connector.transfer;

/** A file is no copy of a session, or not one of this key, or not as it was written. */
final class UnusableCopyException extends Exception {
    private static final long serialVersionUID = 1L;

    UnusableCopyException(String problem) {
        super(problem);
    }
}
