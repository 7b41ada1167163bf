package dev.connectors.whatsapp.connector.migration;

/** A document cannot be brought to its present name, and stays where it is. The message says why. */
final class UnmovableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnmovableException(String reason) {
        super(reason);
    }
}
