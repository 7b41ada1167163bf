package dev.connectors.whatsapp.connector.account;

import java.time.Duration;

/** Something to be done, as {@link Supervision} has decided. What becomes of it is a {@link Happening} again. */
sealed interface Effect {
    /**
     * Finds out whether this connector holds the account, and takes it if nobody does.
     *
     * @param look reads its document also where this connector holds it for all it knows
     */
    record Take(boolean look) implements Effect {}

    /** Has the bridge connect it. */
    record Connect(Account account) implements Effect {}

    /** Has the bridge close its connection. */
    record Close() implements Effect {}

    /** Unlinks it from the phone and deletes its session. */
    record LogOut() implements Effect {}

    /** Comes back in a while. */
    record Wake(Duration after, long ticket) implements Effect {}
}
