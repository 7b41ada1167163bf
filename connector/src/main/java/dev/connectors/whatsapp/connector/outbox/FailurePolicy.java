package dev.connectors.whatsapp.connector.outbox;

import dev.connectors.whatsapp.connector.bridge.BridgeException;
import java.time.Duration;
import java.time.Instant;

/** What becomes of an entry whose try did not succeed. Pure. */
final class FailurePolicy {
    static final int MAX_ATTEMPTS = 5;
    private static final Duration FIRST_BACKOFF = Duration.ofSeconds(2);

    /**
     * The number may not begin conversations for now. Each further try counts as another one with WhatsApp, so there is
     * none.
     */
    private static final int REACH_OUT_LIMIT = 463;

    private FailurePolicy() {}

    /** What to do with the entry. */
    sealed interface Outcome {
        /**
         * Back into the queue.
         *
         * @param attempts what counts as tried so far
         */
        record Retry(Instant at, int attempts) implements Outcome {}

        /** For good. */
        record Fail() implements Outcome {}

        /** Nobody knows yet whether it went out: the acknowledgement or the end of the connection will tell. */
        record Wait() implements Outcome {}
    }

    /** @param attempts claims so far, this one included */
    static Outcome afterRefusalByBridge(BridgeException.Reason reason, int attempts, Instant now) {
        return switch (reason) {
            case INVALID -> new Outcome.Fail();
            // Nothing was written, so this was no attempt; the worker asks again when the account is connected.
            case UNKNOWN_ACCOUNT, NOT_CONNECTED, UNAVAILABLE, SESSION_UNREADABLE ->
                new Outcome.Retry(now.plus(FIRST_BACKOFF), attempts - 1);
            case UNCERTAIN, ALREADY_CONNECTED -> new Outcome.Wait();
        };
    }

    /**
     * @param code WhatsApp's, not 0
     * @param attempts claims so far, this one included
     */
    static Outcome afterRefusalByServer(int code, int attempts, Instant now) {
        if (code == REACH_OUT_LIMIT || attempts >= MAX_ATTEMPTS) {
            return new Outcome.Fail();
        }
        // None counted where the bridge ended in the middle of the first call and reports the refusal later.
        return new Outcome.Retry(now.plus(FIRST_BACKOFF.multipliedBy(1L << Math.max(0, attempts - 1))), attempts);
    }
}
