package dev.connectors.whatsapp.operator.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What becomes of an account's session when its resource is deleted. */
public enum DeletionPolicy {
    /** It stays on the volume: the same accountId in the same pool connects again without pairing. */
    @JsonProperty("Retain")
    RETAIN,
    /** The device is unlinked at WhatsApp and the session deleted before the resource goes. */
    @JsonProperty("LogoutAndDelete")
    LOGOUT_AND_DELETE
}
