package dev.connectors.whatsapp.connector.account;

import java.util.Locale;

/** How an account is: disconnected → connecting → qr_ready → connected. */
public enum AccountStatus {
    DISCONNECTED,
    CONNECTING,
    QR_READY,
    CONNECTED;

    /** As it stands in documents and answers. */
    public String field() {
        return name().toLowerCase(Locale.ROOT);
    }
}
