package dev.connectors.whatsapp.local.whatsapp;

import java.util.Locale;

/** What a contact confirms about a message. */
public enum ReceiptType {
    DELIVERED,
    READ,
    PLAYED;

    String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
