package dev.connectors.whatsapp.connector.outbox;

import dev.connectors.whatsapp.connector.bridge.BridgeException;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/**
 * What becomes of an entry whose try did not succeed. Pure, but for the jitter.
 *
 * <p>Each wait is twice the one before, from 2 s up to 5 minutes, less up to half of it by chance, so that what failed
 * together is not tried again together. How many tries there are depends on what the last one met: a refusal of the message
 * itself is believed soon; where nothing speaks against the message, giving up would lose it for the fault of others.
 */
final class FailurePolicy {
    /** WhatsApp's server refused it so often. */
    static final int MAX_REFUSALS = 5;
    /** Nobody answered: each of these tries also costs the account's other messages a new connection. */
    static final int MAX_UNANSWERED = 8;
    /** Something around the message failed: about an hour and a half of tries. */
    static final int MAX_TRIES = 25;

    private static final Duration FIRST_BACKOFF = Duration.ofSeconds(2);
    private static final Duration LONGEST_BACKOFF = Duration.ofMinutes(5);
    /** Beyond this exponent the longest wait is reached in any case; it keeps the shift from overflowing. */
    private static final int MAX_EXPONENT = 8;

    /** How long an account that met its limit begins no conversations, where WhatsApp does not say. */
    private static final Duration RESTRICTED_FOR = Duration.ofHours(24);

    private final RandomGenerator random;

    FailurePolicy(RandomGenerator random) {
        this.random = random;
    }

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

        /** For good, and the account begins no further conversations before then: each try would count against it. */
        record FailAndRestrict(Instant until) implements Outcome {}

        /** Nobody knows yet whether it went out: the acknowledgement or the end of the connection will tell. */
        record Wait() implements Outcome {}
    }

    /** @param attempts claims so far, this one included */
    Outcome afterRefusalByBridge(BridgeException.Reason reason, int attempts, Instant now) {
        return switch (reason) {
            case INVALID, NOT_ON_WHATSAPP -> new Outcome.Fail();
            // Nothing was written, so this was no attempt; the worker asks again when the account can send.
            case UNKNOWN_ACCOUNT, NOT_CONNECTED, LEASE_OVER, SHUTTING_DOWN, SESSION_UNREADABLE ->
                new Outcome.Retry(now.plus(FIRST_BACKOFF), attempts - 1);
            case QUERY_FAILED -> again(attempts, MAX_TRIES, now);
            // The bridge may have ended in the middle of the command, with the stanza written.
            case UNAVAILABLE, UNCERTAIN, ALREADY_CONNECTED -> new Outcome.Wait();
        };
    }

    /**
     * The codes are documented nowhere; those that are like HTTP's are taken as such.
     *
     * @param code WhatsApp's, not 0
     * @param attempts claims so far, this one included
     */
    Outcome afterRefusalByServer(int code, int attempts, Instant now) {
        return switch (code) {
            // The reach-out limit: the number may not begin conversations for now.
            case 463 -> new Outcome.FailAndRestrict(now.plus(RESTRICTED_FOR));
            // Malformed, forbidden, no such recipient, not acceptable, too large.
            case 400, 403, 404, 405, 406, 413 -> new Outcome.Fail();
            // Too many at once: that says nothing against the message.
            case 429 -> again(attempts, MAX_TRIES, now);
            default -> again(attempts, MAX_REFUSALS, now);
        };
    }

    /** The connection was cut; what was held back for it is heard before the next try. */
    Outcome afterLostConnection(int attempts, Instant now) {
        // The first repeat need not wait: the loss of a connection is the usual case and no sign of trouble.
        return attempts <= 1 ? new Outcome.Retry(now, attempts) : again(attempts, MAX_TRIES, now);
    }

    /** The server did not answer in time. */
    Outcome afterSilence(int attempts, Instant now) {
        return attempts <= 1 ? new Outcome.Retry(now, attempts) : again(attempts, MAX_UNANSWERED, now);
    }

    private Outcome again(int attempts, int most, Instant now) {
        return attempts >= most ? new Outcome.Fail() : new Outcome.Retry(now.plus(backoff(attempts)), attempts);
    }

    /** @param attempts none where the bridge ended in the middle of the first call and reports the refusal later */
    private Duration backoff(int attempts) {
        var doubled = FIRST_BACKOFF.multipliedBy(1L << Math.clamp(attempts - 1, 0, MAX_EXPONENT));
        var longest = doubled.compareTo(LONGEST_BACKOFF) > 0 ? LONGEST_BACKOFF : doubled;
        var half = longest.toMillis() / 2;
        return Duration.ofMillis(half + random.nextLong(half + 1));
    }
}
