package dev.connectors.whatsapp.connector.account;

import dev.connectors.whatsapp.connector.lease.SilentConnectors;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What a look at an account makes worth writing. Pure. */
sealed interface Beat {
    /** So often its document says at least that a connected account lives. */
    Duration SEEN_EVERY = Duration.ofMinutes(15);
    /** An account that is not connected for as long is degraded. */
    Duration SILENT_AFTER = SilentConnectors.SILENT_AFTER;

    record Nothing() implements Beat {}

    /** Its document says something else of it. */
    record Status() implements Beat {}

    /** It lives. */
    record Seen() implements Beat {}

    record Open(Alert alert) implements Beat {}

    record Close(String alertId, String why) implements Beat {}

    /**
     * What this connector knows of an account's document.
     *
     * @param heldSince when it began to hold the account
     * @param written how the account was when its document was written last; empty where another one did
     * @param alertId of the alert that is open
     */
    record Known(Instant heldSince, Optional<AccountState> written, Optional<String> alertId) {}

    /**
     * What is worth writing at this moment; one thing at a time, the next look finds the next.
     *
     * @param settled whether it is as it was at the look before: what is on its way from one state to the next is not written
     * @param lookEvery what is due before the next look is due now
     */
    static Beat of(AccountState state, Known known, boolean settled, Instant now, Duration lookEvery) {
        var isConnected = state.phase() instanceof Phase.LoggedIn;
        var shouldBe = state.isWanted() && !state.needsQr();
        if (known.alertId().isPresent() && (isConnected || !shouldBe)) {
            return new Close(known.alertId().get(), isConnected ? "connected again" : "not meant to be connected");
        }
        var lastSign = state.lastSeenAt().filter(known.heldSince()::isBefore).orElse(known.heldSince());
        if (known.alertId().isEmpty() && shouldBe && !isConnected && !now.isBefore(lastSign.plus(SILENT_AFTER))) {
            return new Open(new Alert(state.account().id(), state.lastSeenAt().orElse(known.heldSince())));
        }
        if (settled
                && known.written()
                        .filter(written -> saysTheSame(written, state))
                        .isEmpty()) {
            return new Status();
        }
        var isSeenDue = known.written()
                .flatMap(AccountState::lastSeenAt)
                .filter(seen -> seen.plus(SEEN_EVERY).isAfter(now.plus(lookEvery)))
                .isEmpty();
        return isConnected && isSeenDue ? new Seen() : new Nothing();
    }

    private static boolean saysTheSame(AccountState written, AccountState state) {
        return written.status() == state.status()
                && written.reason().equals(state.reason())
                && written.needsQr() == state.needsQr()
                && written.account().desired() == state.account().desired();
    }
}
