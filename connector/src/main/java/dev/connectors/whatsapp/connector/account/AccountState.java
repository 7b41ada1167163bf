package dev.connectors.whatsapp.connector.account;

import java.time.Instant;
import java.util.Optional;

/**
 * How an account is on this connector. A value: each thing that happens gives the next.
 *
 * @param connection the number of the present or last connection; what an earlier one reports is stale
 * @param needsQr whether somebody has to scan a QR before it can connect
 * @param reason why it is disconnected, for people; empty while it is not
 * @param connectedSince empty while it is not connected
 * @param lastSeenAt when WhatsApp was last heard on it
 * @param reconnectAttempts tries since it was last connected
 * @param reconnectCount times it came back by itself since the connector started
 */
public record AccountState(
        Account account,
        AccountStatus status,
        long connection,
        boolean needsQr,
        Optional<String> reason,
        Optional<Instant> connectedSince,
        Optional<Instant> lastSeenAt,
        int reconnectAttempts,
        int reconnectCount) {

    static AccountState initial(Account account) {
        return new AccountState(
                account,
                AccountStatus.DISCONNECTED,
                0,
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                0,
                0);
    }

    AccountState as(Account changed) {
        return new AccountState(
                changed,
                status,
                connection,
                needsQr,
                reason,
                connectedSince,
                lastSeenAt,
                reconnectAttempts,
                reconnectCount);
    }

    AccountState connecting() {
        return new AccountState(
                account,
                AccountStatus.CONNECTING,
                connection,
                needsQr,
                Optional.empty(),
                Optional.empty(),
                lastSeenAt,
                reconnectAttempts,
                reconnectCount);
    }

    AccountState qrReady(long onConnection) {
        return new AccountState(
                account,
                AccountStatus.QR_READY,
                onConnection,
                true,
                Optional.empty(),
                Optional.empty(),
                lastSeenAt,
                reconnectAttempts,
                reconnectCount);
    }

    AccountState connected(long onConnection, Instant at) {
        var returned = lastSeenAt.isPresent() && status != AccountStatus.CONNECTED ? 1 : 0;
        return new AccountState(
                account,
                AccountStatus.CONNECTED,
                onConnection,
                false,
                Optional.empty(),
                status == AccountStatus.CONNECTED ? connectedSince : Optional.of(at),
                Optional.of(at),
                0,
                reconnectCount + returned);
    }

    AccountState disconnected(long onConnection, boolean qrNeeded, String why) {
        return new AccountState(
                account,
                AccountStatus.DISCONNECTED,
                onConnection,
                qrNeeded,
                Optional.of(why),
                Optional.empty(),
                lastSeenAt,
                reconnectAttempts + 1,
                reconnectCount);
    }
}
