package dev.connectors.whatsapp.operator.pool;

import io.fabric8.kubernetes.api.model.HasMetadata;

/** The API server, as far as pools need it. Every method may throw what the client throws; a write may have happened then. */
interface Cluster {
    /** Reads the namespace from the API server itself, no cache between. */
    World read();

    /**
     * Whether applying would change nothing: our fields have these values, and we have no others.
     *
     * @param actual as it was read
     */
    boolean matches(HasMetadata actual, HasMetadata desired);

    /**
     * Performs a write.
     *
     * @throws ConflictException if the object is not any longer what it was read as
     */
    void perform(Step step);

    /** Somebody else was faster: what was planned is to be planned again. */
    final class ConflictException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ConflictException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
