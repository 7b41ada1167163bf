package dev.connectors.whatsapp.connector.account;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Something that {@link Supervision} has to have an answer to. */
sealed interface Happening {

    /** The list of accounts has the account so. */
    record Change(Account account) implements Happening {}

    /** There is a lease and a bridge, and this is its turn among those that begin. */
    record Turn(Duration in) implements Happening {}

    /** This connector may hold accounts (again). */
    record LeaseHeld() implements Happening {}

    /** Another connector has taken this one's lease. */
    record LeaseLost() implements Happening {}

    /**
     * The bridge can be reached (again).
     *
     * @param connected whether it holds a connection of the account, or is making one
     */
    record BridgeReached(boolean connected) implements Happening {}

    record BridgeLost() implements Happening {}

    /** The time has come that was set under this ticket. */
    record Woken(long ticket) implements Happening {}

    /** This connector holds the account. */
    record Taken(Optional<Instant> restrictedUntil) implements Happening {}

    /** Another one does, or nobody knows. */
    record NotTaken(String why, Duration lookAgainAfter) implements Happening {}

    /** The account's document, which says who holds it, is not there (yet). */
    record NoDocument() implements Happening {}

    /** This connector may hold none at all. */
    record NoLease() implements Happening {}

    /** The bridge connects the account. */
    record Asked(long connection) implements Happening {}

    /** The bridge does not connect the account. */
    record Refused(Refusal refusal, String why) implements Happening {}

    /** How a refused connect goes on. */
    enum Refusal {
        /** It holds a connection that this connector does not know of. */
        CONNECTED_ALREADY,
        NO_LEASE,
        /** Nothing failed that is the account's, so it counts as no try. */
        NOT_NOW,
        FAILED,
        /** What is stored of its session cannot be read. */
        UNREADABLE,
        FOR_GOOD
    }

    /** The bridge was asked to close the account's connection and has answered, or cannot. */
    record CloseAnswered() implements Happening {}

    /** The connection is no good any more. */
    record Renewal(String why) implements Happening {}

    /** WhatsApp forbids the account to begin conversations until then, or allows it again. */
    record Restriction(Optional<Instant> until) implements Happening {}

    /** It is looked at, at this time. */
    record Seen(Instant at) implements Happening {}

    /** Something that a connection reports; stale when there is a later one. */
    sealed interface Report extends Happening {
        long connection();
    }

    /** There is something to link a phone by. */
    record LinkOffered(long connection) implements Report {}

    record Opened(long connection, Instant at) implements Report {}

    /** All that WhatsApp had held back has been heard. */
    record Drained(long connection) implements Report {}

    /** What is stored of its session cannot be read, so there is no connection. */
    record SessionUnreadable(long connection, String why) implements Report {}

    /**
     * The connection is over.
     *
     * @param code Baileys' DisconnectReason, or a failure code of WhatsApp's server
     * @param paired whether the stored session is (still) linked to a phone
     * @param retryAfter when a ban for a time ends, if WhatsApp said so
     */
    record Closed(long connection, int code, String reason, boolean paired, Optional<Instant> retryAfter, Instant at)
            implements Report {}
}
