package dev.connectors.whatsapp.connector.account;

import dev.connectors.whatsapp.connector.bridge.BridgeEvent;
import dev.connectors.whatsapp.connector.bridge.BridgeSession;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * How an account is on this connector. A value: each thing that happens gives the next.
 *
 * @param connection the number of the present or last connection; what an earlier one reports is stale
 * @param drained whether all that WhatsApp had held back for the present connection has been heard
 * @param needsQr whether somebody has to scan a QR before it can connect
 * @param reason why it is disconnected, for people; empty while it is not
 * @param connectedSince empty while it is not connected
 * @param lastSeenAt when WhatsApp was last heard on it
 * @param restrictedUntil before then it may not begin conversations
 * @param reconnectAttempts tries since it was last connected
 * @param reconnectCount times it came back by itself since the connector started
 */
public record AccountState(
        Account account,
        AccountStatus status,
        long connection,
        boolean drained,
        boolean needsQr,
        Optional<String> reason,
        Optional<Instant> connectedSince,
        Optional<Instant> lastSeenAt,
        Optional<Instant> restrictedUntil,
        int reconnectAttempts,
        int reconnectCount) {

    static AccountState initial(Account account) {
        return new AccountState(
                account,
                AccountStatus.DISCONNECTED,
                0,
                false,
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                0,
                0);
    }

    /**
     * Whether it may be given messages to send. Not before WhatsApp has said all that it held back: an acknowledgement
     * among it settles a message that would go out a second time otherwise.
     */
    boolean canSend() {
        return status == AccountStatus.CONNECTED && drained;
    }

    boolean isWanted() {
        return account.desired() == DesiredState.CONNECTED;
    }

    /** Neither at rest, nor waiting for a person, nor able to send: where nothing is heard any more, it hangs. */
    boolean isOnItsWay() {
        return status == AccountStatus.CONNECTING || (status == AccountStatus.CONNECTED && !drained);
    }

    AccountState as(Account changed) {
        return new AccountState(
                changed,
                status,
                connection,
                drained,
                needsQr,
                reason,
                connectedSince,
                lastSeenAt,
                restrictedUntil,
                reconnectAttempts,
                reconnectCount);
    }

    AccountState connecting() {
        return in(AccountStatus.CONNECTING, connection, needsQr, Optional.empty(), reconnectAttempts);
    }

    /** The connection that was asked for has this number; what an earlier one still reports is stale from here on. */
    AccountState onConnection(long number) {
        return number <= connection
                ? this
                : new AccountState(
                        account,
                        status,
                        number,
                        drained,
                        needsQr,
                        reason,
                        connectedSince,
                        lastSeenAt,
                        restrictedUntil,
                        reconnectAttempts,
                        reconnectCount);
    }

    AccountState qrReady(long onConnection) {
        return in(AccountStatus.QR_READY, onConnection, true, Optional.empty(), reconnectAttempts);
    }

    AccountState connected(long onConnection, Instant at) {
        var before = status == AccountStatus.CONNECTED;
        var returned = lastSeenAt.isPresent() && !before ? 1 : 0;
        return new AccountState(
                account,
                AccountStatus.CONNECTED,
                onConnection,
                before && drained && onConnection == connection,
                false,
                Optional.empty(),
                before ? connectedSince : Optional.of(at),
                Optional.of(at),
                restrictedUntil,
                0,
                reconnectCount + returned);
    }

    /** On an earlier connection it means nothing. */
    AccountState drained(long onConnection) {
        return status == AccountStatus.CONNECTED && onConnection == connection
                ? new AccountState(
                        account,
                        status,
                        connection,
                        true,
                        needsQr,
                        reason,
                        connectedSince,
                        lastSeenAt,
                        restrictedUntil,
                        reconnectAttempts,
                        reconnectCount)
                : this;
    }

    /**
     * The bridge says that it holds this session. What has been heard of that connection meanwhile is newer.
     *
     * @param at when it says so
     */
    AccountState adopting(BridgeSession session, Instant at) {
        if (status == AccountStatus.CONNECTED && connection >= session.connection()) {
            return this;
        }
        return switch (session.state()) {
            case CONNECTED -> connected(session.connection(), at);
            case QR_READY -> qrReady(session.connection());
            // Its number also where the way to the bridge was lost and only that: what comes of it is to be heard.
            case CONNECTING ->
                in(AccountStatus.CONNECTING, session.connection(), needsQr, Optional.empty(), reconnectAttempts);
            // It closed in this moment: its close says what follows.
            case DISCONNECTED -> this;
        };
    }

    AccountState disconnected(long onConnection, boolean qrNeeded, String why) {
        return in(AccountStatus.DISCONNECTED, onConnection, qrNeeded, Optional.of(why), reconnectAttempts + 1);
    }

    /** Its connection is gone with the bridge. Events of it that are on their way through the connector are stale from here on. */
    AccountState bridgeLost() {
        return disconnected(connection + 1, needsQr, "the bridge cannot be reached");
    }

    /** What an event of a connection changes; nothing, if there was a later connection by then. */
    AccountState after(BridgeEvent.Origin origin, UnaryOperator<AccountState> change) {
        return origin.connection() < connection ? this : change.apply(this);
    }

    /** Not connected for now, through no failure of the account's, so it counts as none. */
    AccountState waitingBecause(String why) {
        return in(AccountStatus.DISCONNECTED, connection, needsQr, Optional.of(why), reconnectAttempts);
    }

    AccountState restricted(Instant until) {
        return restricted(Optional.of(until));
    }

    AccountState unrestricted() {
        return restricted(Optional.empty());
    }

    private AccountState restricted(Optional<Instant> until) {
        return new AccountState(
                account,
                status,
                connection,
                drained,
                needsQr,
                reason,
                connectedSince,
                lastSeenAt,
                until,
                reconnectAttempts,
                reconnectCount);
    }

    /** Not connected. */
    private AccountState in(
            AccountStatus next, long onConnection, boolean qrNeeded, Optional<String> why, int attempts) {
        return new AccountState(
                account,
                next,
                onConnection,
                false,
                qrNeeded,
                why,
                Optional.empty(),
                lastSeenAt,
                restrictedUntil,
                attempts,
                reconnectCount);
    }
}
