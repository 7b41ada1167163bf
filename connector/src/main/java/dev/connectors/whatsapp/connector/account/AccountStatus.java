package dev.connectors.whatsapp.connector.account;

import java.util.Locale;

/** How an account is: disconnected → connecting → qr_ready → connected, or stopped for good. */
public enum AccountStatus {
    DISCONNECTED,
    CONNECTING,
    QR_READY,
    CONNECTED,
    /** What is stored of its session cannot be read: a person has to act. */
    SESSION_UNREADABLE;

    /** As it stands in documents and answers. */
    public String field() {
        return name().toLowerCase(Locale.ROOT);
    }
}
