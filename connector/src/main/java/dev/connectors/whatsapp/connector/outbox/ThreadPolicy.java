package dev.connectors.whatsapp.connector.outbox;

import java.util.Optional;

/** Who may send in a thread. Pure. */
final class ThreadPolicy {
    private ThreadPolicy() {}

    /** Why this caller may not; empty when it may. The first sender of a thread becomes its owner. */
    static Optional<ThreadRefusedException.Refusal> refusal(ThreadState thread, String uid) {
        if (thread.locked()) {
            return Optional.of(ThreadRefusedException.Refusal.THREAD_LOCKED);
        }
        var mayWrite = thread.owner().isEmpty()
                || thread.owner().get().equals(uid)
                || thread.coWriters().contains(uid);
        return mayWrite ? Optional.empty() : Optional.of(ThreadRefusedException.Refusal.NOT_THREAD_WRITER);
    }
}
