package dev.connectors.whatsapp.operator.connector;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.connectors.whatsapp.operator.assignment.AccountId;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How an account is on its connector.
 *
 * @param uid of the resource from which the connector has it
 * @param paired whether the session has a linked phone; null when the connector cannot say
 * @param reason why it is disconnected, for people
 * @param connectedSince since when without a break; null while it is not connected
 * @param lastSeenAt when WhatsApp was last heard on it
 * @param reconnectAttempts tries since it was last connected
 */
public record AccountReport(
        AccountId accountId,
        String uid,
        Status status,
        @Nullable Boolean paired,
        @Nullable String reason,
        @Nullable Instant connectedSince,
        @Nullable Instant lastSeenAt,
        int reconnectAttempts) {

    public AccountReport {
        Objects.requireNonNull(accountId, "accountId");
        Objects.requireNonNull(uid, "uid");
        Objects.requireNonNull(status, "status");
    }

    boolean isKnownToBePaired() {
        return Boolean.TRUE.equals(paired);
    }

    /** The same without a word on pairing. */
    AccountReport withoutPairing() {
        return new AccountReport(accountId, uid, status, null, reason, connectedSince, lastSeenAt, reconnectAttempts);
    }

    /** disconnected → connecting → qr_ready → connected, or stopped for good. */
    public enum Status {
        @JsonProperty("disconnected")
        DISCONNECTED,
        @JsonProperty("connecting")
        CONNECTING,
        @JsonProperty("qr_ready")
        QR_READY,
        @JsonProperty("connected")
        CONNECTED,
        /** What is stored of its session cannot be read. */
        @JsonProperty("session_unreadable")
        SESSION_UNREADABLE
    }
}
