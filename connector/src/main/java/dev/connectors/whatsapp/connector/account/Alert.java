package dev.connectors.whatsapp.connector.account;

import com.google.cloud.Timestamp;
import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.firestore.Timestamps;
import java.time.Instant;
import java.util.Map;

/**
 * An account that should be connected gives no sign of life.
 *
 * @param since when it gave the last one; the same silence has the same alert, whoever notices it
 */
record Alert(AccountId account, Instant since) {
    static final String ID = "alertId";

    String id() {
        return "degraded_" + account.value() + "_" + since.toEpochMilli();
    }

    /** The document of an alert that begins. */
    Map<String, Object> opened(String why, String worker, Instant now) {
        return Map.of(
                "type",
                "account_degraded",
                "status",
                "open",
                "accountId",
                account.value(),
                "message",
                why,
                "since",
                Timestamps.of(since),
                "openedBy",
                worker,
                "createdAt",
                Timestamps.of(now),
                "updatedAt",
                Timestamps.of(now));
    }

    /** What changes in it when the account is back, or nobody wants it any more. */
    static Map<String, Object> closed(String why, Instant now) {
        Timestamp at = Timestamps.of(now);
        return Map.of("status", "closed", "closedBecause", why, "closedAt", at, "updatedAt", at);
    }
}
