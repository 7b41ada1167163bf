package dev.connectors.whatsapp.operator.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What the conditions of an account and of a pool speak of. */
public enum ConditionType {
    /** A shard has the account; of a pool: every account of it has a shard. */
    @JsonProperty("Scheduled")
    SCHEDULED,
    /** A phone is linked. */
    @JsonProperty("Paired")
    PAIRED,
    @JsonProperty("Connected")
    CONNECTED,
    /** All is as the spec wants it. */
    @JsonProperty("Ready")
    READY
}
