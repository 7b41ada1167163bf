package dev.connectors.whatsapp.connector.outbox;

/** The caller may not send in this thread; nothing was written. */
public final class ThreadRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Refusal refusal;

    /** Why not. */
    public enum Refusal {
        /** It belongs to somebody else. */
        NOT_THREAD_WRITER,
        /** Nobody may. */
        THREAD_LOCKED
    }

    ThreadRefusedException(Refusal refusal) {
        super("the thread refuses the sender: " + refusal);
        this.refusal = refusal;
    }

    public Refusal refusal() {
        return refusal;
    }
}
