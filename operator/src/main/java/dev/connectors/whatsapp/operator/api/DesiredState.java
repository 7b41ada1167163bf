package dev.connectors.whatsapp.operator.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What somebody wants an account to be. */
public enum DesiredState {
    @JsonProperty("Connected")
    CONNECTED,
    /** Not connected; the session stays. */
    @JsonProperty("Paused")
    PAUSED,
    /** Unlinked at WhatsApp; the session is deleted, and connecting again takes a new pairing. */
    @JsonProperty("LoggedOut")
    LOGGED_OUT
}
