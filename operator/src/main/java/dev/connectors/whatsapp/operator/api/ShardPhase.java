package dev.connectors.whatsapp.operator.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a shard is, in one word. */
public enum ShardPhase {
    /** Its pod is not ready yet. */
    @JsonProperty("Starting")
    STARTING,
    @JsonProperty("Ready")
    READY,
    /** It takes no new accounts. */
    @JsonProperty("Cordoned")
    CORDONED,
    /** Its connector does not answer. */
    @JsonProperty("Unreachable")
    UNREACHABLE
}
