package dev.connectors.whatsapp.connector.outbox;

import java.util.Locale;

/** Where an entry of the outbox is. */
enum OutboxStatus {
    QUEUED,
    PROCESSING,
    SENT,
    FAILED;

    /** As it stands in {@code status}. */
    String field() {
        return name().toLowerCase(Locale.ROOT);
    }
}
