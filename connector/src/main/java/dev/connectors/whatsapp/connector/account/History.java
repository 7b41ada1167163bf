package dev.connectors.whatsapp.connector.account;

import java.time.Instant;
import java.util.Optional;

/**
 * What is remembered of an account beyond its present phase.
 *
 * @param needsQr whether somebody has to link a phone before it can connect
 * @param lastSeenAt when WhatsApp was last heard on it
 * @param restrictedUntil before then it may not begin conversations
 * @param failures tries in a row that came to nothing
 * @param returns times it came back by itself since the connector started
 * @param replacements times in a row that another connection of the same device took its place
 */
record History(
        boolean needsQr,
        Optional<Instant> lastSeenAt,
        Optional<Instant> restrictedUntil,
        int failures,
        int returns,
        int replacements) {
    static final History NONE = new History(false, Optional.empty(), Optional.empty(), 0, 0, 0);

    History needingQr(boolean needed) {
        return new History(needed, lastSeenAt, restrictedUntil, failures, returns, replacements);
    }

    History seen(Instant at) {
        return new History(needsQr, Optional.of(at), restrictedUntil, failures, returns, replacements);
    }

    History restricted(Optional<Instant> until) {
        return new History(needsQr, lastSeenAt, until, failures, returns, replacements);
    }

    /** An end that is later and known already stays. */
    History restrictedAtLeast(Instant until) {
        return restricted(Optional.of(
                restrictedUntil.filter(known -> known.isAfter(until)).orElse(until)));
    }

    History failed() {
        return new History(needsQr, lastSeenAt, restrictedUntil, failures + 1, returns, replacements);
    }

    /** WhatsApp offers to link a phone: what failed before has passed. */
    History linking() {
        return new History(true, lastSeenAt, restrictedUntil, 0, returns, replacements);
    }

    History loggedIn(Instant at) {
        var returned = lastSeenAt.isPresent() ? 1 : 0;
        return new History(false, Optional.of(at), restrictedUntil, 0, returns + returned, replacements);
    }

    /** @param inARow 1 for the first time in a while */
    History replaced(int inARow) {
        return new History(needsQr, lastSeenAt, restrictedUntil, failures, returns, inARow);
    }
}
