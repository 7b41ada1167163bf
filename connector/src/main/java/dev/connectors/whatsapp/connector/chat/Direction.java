package dev.connectors.whatsapp.connector.chat;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Which way a message goes, seen from the account. */
public enum Direction {
    INBOUND,
    OUTBOUND;

    /** As it stands in {@code direction} and {@code lastMessageDirection}. */
    public String field() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Empty for anything that is not one of the values of {@link #field()}. */
    public static Optional<Direction> fromField(String value) {
        return Arrays.stream(values())
                .filter(direction -> direction.field().equals(value))
                .findFirst();
    }
}
