package dev.connectors.whatsapp.connector.outbox;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Where an entry of the outbox is. */
public enum OutboxStatus {
    QUEUED,
    PROCESSING,
    SENT,
    FAILED;

    /** As it stands in {@code status}. */
    public String field() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Empty for anything that is not one of the values of {@link #field()}. */
    public static Optional<OutboxStatus> fromField(String value) {
        return Arrays.stream(values())
                .filter(status -> status.field().equals(value))
                .findFirst();
    }
}
