package dev.connectors.whatsapp.connector.account;

import java.util.Locale;

/** What people want of an account. */
public enum DesiredState {
    CONNECTED,
    /** Not connected; the session is kept. */
    PAUSED,
    /** Unlinked from the phone; there is no session. */
    LOGGED_OUT;

    /** As it stands in documents. */
    String field() {
        return name().toLowerCase(Locale.ROOT);
    }
}
