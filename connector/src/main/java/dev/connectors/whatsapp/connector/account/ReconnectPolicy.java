package dev.connectors.whatsapp.connector.account;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What to do when WhatsApp closes a connection. Pure. */
final class ReconnectPolicy {
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(30);
    /** Beyond this exponent the longest wait is reached in any case; it keeps the shift from overflowing. */
    private static final int MAX_EXPONENT = 5;

    /** The bridge's code of a connection that this connector has ended itself. */
    static final int AS_WE_ASKED = 0;

    private ReconnectPolicy() {}

    /** What follows a close. */
    sealed interface Next {
        /** Connect again. */
        record Reconnect(Duration after) implements Next {}

        /** Connect again when a ban for a time is over: before, it is pointless and makes it worse. */
        record WaitUntil(Instant at, String reason) implements Next {}

        /** Connecting again would not help, or would do harm: a person has to act. */
        record Stay(boolean needsQr, String reason) implements Next {}
    }

    /**
     * @param code Baileys' DisconnectReason, or a failure code of WhatsApp's server
     * @param attempt how many tries failed before this one, from 0
     * @param retryAfter when a ban for a time ends, if WhatsApp said so
     */
    static Next afterClose(int code, int attempt, Optional<Instant> retryAfter) {
        return switch (code) {
            case AS_WE_ASKED -> new Next.Stay(false, "closed by the connector");
            // Restart required: the server asks for it after pairing.
            case 515 -> new Next.Reconnect(Duration.ZERO);
            case 401 -> new Next.Stay(true, "logged out by the phone");
            case 411 -> new Next.Stay(true, "multi-device mismatch: link the phone again");
            case 402 ->
                retryAfter
                        .<Next>map(at -> new Next.WaitUntil(at, "temporarily banned by WhatsApp until " + at))
                        .orElseGet(() -> new Next.Stay(false, "temporarily banned by WhatsApp"));
            case 403 -> new Next.Stay(false, "locked by WhatsApp");
            case 405 -> new Next.Stay(false, "WhatsApp refuses this client version");
            case 406 -> new Next.Stay(false, "banned by WhatsApp");
            // Answering would start a fight: each of two clients throws the other out about once a second.
            case 440 -> new Next.Stay(false, "replaced by another connection of the same device");
            default -> new Next.Reconnect(backoff(attempt));
        };
    }

    /** min(1 s × 2^attempt, 30 s) */
    static Duration backoff(int attempt) {
        var wait = FIRST.multipliedBy(1L << Math.clamp(attempt, 0, MAX_EXPONENT));
        return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    }
}
