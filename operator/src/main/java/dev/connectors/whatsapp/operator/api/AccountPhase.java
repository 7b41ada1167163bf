package dev.connectors.whatsapp.operator.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How an account is, in one word. */
public enum AccountPhase {
    /** No shard can run it; the message says why. */
    @JsonProperty("Pending")
    PENDING,
    /** A shard has it, whose connector has not reported on it yet. */
    @JsonProperty("Scheduled")
    SCHEDULED,
    /** Somebody has to link the phone. */
    @JsonProperty("NeedsPairing")
    NEEDS_PAIRING,
    @JsonProperty("Connecting")
    CONNECTING,
    @JsonProperty("Connected")
    CONNECTED,
    /** It cannot work as it is, or WhatsApp was not heard for 60 s; its conditions say why. */
    @JsonProperty("Degraded")
    DEGRADED,
    @JsonProperty("Paused")
    PAUSED,
    @JsonProperty("LoggedOut")
    LOGGED_OUT,
    /** The connector does not answer. */
    @JsonProperty("Unknown")
    UNKNOWN,
    @JsonProperty("Deleting")
    DELETING
}
