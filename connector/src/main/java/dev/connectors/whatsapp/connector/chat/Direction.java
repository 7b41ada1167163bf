package dev.connectors.whatsapp.connector.chat;

import java.util.Locale;

/** Which way a message goes, seen from the account. */
public enum Direction {
    INBOUND,
    OUTBOUND;

    /** As it stands in {@code direction} and {@code lastMessageDirection}. */
    public String field() {
        return name().toLowerCase(Locale.ROOT);
    }
}
