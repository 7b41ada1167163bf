package dev.connectors.whatsapp.connector.account;

import java.time.Instant;
import java.util.Optional;

/**
 * How an account is on this connector. A value: {@link Supervision} makes the next one of it.
 *
 * @param connection the number of the present or last connection
 * @param isOver whether nothing that it still reports counts
 * @param ticket changes with the phase; what was set to happen under another one is void
 */
public record AccountState(
        Account account, Phase phase, long connection, boolean isOver, long ticket, History history) {

    static AccountState initial(Account account) {
        return new AccountState(account, new Phase.Listed(false), 0, false, 0, History.NONE);
    }

    public AccountStatus status() {
        return phase.status();
    }

    /** Why it is disconnected, for people; empty while it is not. */
    public Optional<String> reason() {
        return phase.reason();
    }

    /** Whether somebody has to link a phone before it can connect. */
    public boolean needsQr() {
        return history.needsQr();
    }

    /** Empty while it is not connected. */
    public Optional<Instant> connectedSince() {
        return phase instanceof Phase.LoggedIn in ? Optional.of(in.since()) : Optional.empty();
    }

    /** When WhatsApp was last heard on it. */
    public Optional<Instant> lastSeenAt() {
        return history.lastSeenAt();
    }

    /** Before then it may not begin conversations. */
    public Optional<Instant> restrictedUntil() {
        return history.restrictedUntil();
    }

    /** Tries that failed since WhatsApp last let it in or offered to link a phone. */
    public int reconnectAttempts() {
        return history.failures();
    }

    /** Times it came back by itself since the connector started. */
    public int reconnectCount() {
        return history.returns();
    }

    /**
     * Whether it may be given messages to send. Not before WhatsApp has said all that it held back: an acknowledgement
     * among it settles a message that would go out a second time otherwise.
     */
    boolean canSend() {
        return phase instanceof Phase.Online;
    }

    boolean isWanted() {
        return account.desired() == DesiredState.CONNECTED;
    }

    AccountState as(Account changed) {
        return new AccountState(changed, phase, connection, isOver, ticket, history);
    }

    /** What was set to happen in the phase before is void. */
    AccountState in(Phase next) {
        return new AccountState(account, next, connection, isOver, ticket + 1, history);
    }

    /** Whether what the connection of that number reports changes nothing any more. */
    boolean isStale(long number) {
        return number < connection || (number == connection && isOver);
    }

    /** It has this connection; what an earlier one still reports is stale from here on. */
    AccountState on(long number) {
        return isStale(number) ? this : new AccountState(account, phase, number, false, ticket, history);
    }

    AccountState withoutConnection() {
        return new AccountState(account, phase, connection, true, ticket, history);
    }

    AccountState with(History changed) {
        return new AccountState(account, phase, connection, isOver, ticket, changed);
    }
}
