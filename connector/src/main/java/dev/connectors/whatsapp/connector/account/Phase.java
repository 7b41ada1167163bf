package dev.connectors.whatsapp.connector.account;

import java.time.Instant;
import java.util.Optional;

/** How far an account is on its way to being connected. What follows from what is decided by {@link Supervision}. */
sealed interface Phase {
    AccountStatus status();

    /** Why it is not connected, for people; empty while it is, or is about to be. */
    Optional<String> reason();

    /** Not connected. */
    sealed interface Down extends Phase {
        @Override
        default AccountStatus status() {
            return AccountStatus.DISCONNECTED;
        }
    }

    /** Not connected, and it can be said why. */
    sealed interface Explained extends Down {
        String why();

        @Override
        default Optional<String> reason() {
            return Optional.of(why());
        }
    }

    /** There is a connection, or the bridge was asked for one. */
    sealed interface Live extends Phase {
        @Override
        default Optional<String> reason() {
            return Optional.empty();
        }
    }

    /** WhatsApp has let it in. */
    sealed interface LoggedIn extends Live {
        Instant since();

        @Override
        default AccountStatus status() {
            return AccountStatus.CONNECTED;
        }
    }

    /**
     * It is in the list and nothing was tried yet.
     *
     * @param hasTurn whether it is settled when it begins
     */
    record Listed(boolean hasTurn) implements Down {
        @Override
        public Optional<String> reason() {
            return hasTurn ? Optional.of("waits for its turn to connect") : Optional.empty();
        }
    }

    /** Nobody wants it connected. */
    record Off(String why) implements Explained {}

    /** Something that is not the account's is lacking: a lease, the bridge, another connector's leave. */
    record Waiting(String why) implements Explained {}

    /**
     * It is asked whether this connector may hold it.
     *
     * @param reason as it was before
     */
    record Taking(Optional<String> reason) implements Down {}

    /** The bridge was asked to connect it. */
    record Connecting() implements Live {
        @Override
        public AccountStatus status() {
            return AccountStatus.CONNECTING;
        }
    }

    /** Somebody has to link a phone. */
    record Linking() implements Live {
        @Override
        public AccountStatus status() {
            return AccountStatus.QR_READY;
        }
    }

    /** WhatsApp is saying what it held back; one acknowledgement among it settles a message that would go out again. */
    record Draining(Instant since) implements LoggedIn {}

    /** It can send. */
    record Online(Instant since) implements LoggedIn {}

    /** Its connection is being closed, so that the next one can be made. */
    record Renewing(String why) implements Explained {}

    /** It is tried again in a while. */
    record BackingOff(String why) implements Explained {}

    /** Another connection of the same device took its place. It is looked at who holds the account before the next one. */
    record Replaced(String why) implements Explained {}

    /** WhatsApp lets it in again at a time that it has said. */
    record Banned(String why) implements Explained {}

    /** Connecting again would not help, or would do harm: a person has to act. */
    sealed interface Halted extends Explained {}

    record Stopped(String why) implements Halted {}

    /** What is stored of its session cannot be read. Its bytes are left as they are. */
    record Unreadable(String why) implements Halted {
        @Override
        public AccountStatus status() {
            return AccountStatus.SESSION_UNREADABLE;
        }
    }
}
