package dev.connectors.whatsapp.operator.pool;

/** This operator as far as it may write. */
public interface Leader {
    /** By which people tell it from others. */
    String name();

    /**
     * Whether its lease has not run out, by its own clock. A process that was paused learns here that it may not be the
     * leader any longer, before anybody has told it.
     */
    boolean holdsLease();

    /**
     * Comes before every write.
     *
     * @throws LeaseLostException if the lease has run out
     */
    default void requireLease() {
        if (!holdsLease()) {
            throw new LeaseLostException();
        }
    }

    /** Somebody else may write by now, so this operator does not. */
    final class LeaseLostException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        LeaseLostException() {
            super("the lease has run out, so nothing more is written");
        }
    }
}
