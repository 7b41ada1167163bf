package dev.connectors.whatsapp.connector.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.connectors.whatsapp.connector.account.AccountView;
import dev.connectors.whatsapp.connector.chat.PhoneNumber;
import dev.connectors.whatsapp.connector.outbox.Queues;
import java.time.Instant;
import java.util.Optional;

/**
 * An account as the page shows it.
 *
 * @param phone masked
 * @param reason why it is disconnected
 * @param needsQr whether a person has to link a phone before it can connect
 * @param degraded whether it has not been seen for longer than it should be
 * @param heldBy the connector that has its connection, or had it last
 * @param queue missing until it has been looked at
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record FleetAccount(
        String accountId,
        String name,
        Optional<String> phone,
        String status,
        Optional<String> reason,
        boolean needsQr,
        boolean degraded,
        Optional<Instant> degradedSince,
        Optional<String> heldBy,
        Optional<Instant> lastSeenAt,
        Optional<Instant> lastEventAt,
        long reconnectCount,
        long reconnectAttempts,
        Optional<QueueNumbers> queue) {

    /**
     * @param waiting accepted and not yet sent
     * @param failed for good, until somebody puts it back
     * @param waitingSince when the earliest of what is queued was accepted
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record QueueNumbers(long waiting, long failed, Optional<Instant> waitingSince) {
        static QueueNumbers of(Queues.Queue queue) {
            return new QueueNumbers(queue.waiting(), queue.failed(), queue.waitingSince());
        }
    }

    static FleetAccount of(AccountView account, Optional<Queues.Queue> queue) {
        return new FleetAccount(
                account.id().value(),
                account.name(),
                account.phone().map(PhoneNumber::masked),
                account.status(),
                account.reason(),
                account.needsQr(),
                account.degraded(),
                account.degradedSince(),
                account.heldBy(),
                account.lastSeenAt(),
                account.lastEventAt(),
                account.reconnectCount(),
                account.reconnectAttempts(),
                queue.map(QueueNumbers::of));
    }
}
