package dev.connectors.whatsapp.operator.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Whether a condition holds. */
public enum ConditionStatus {
    @JsonProperty("True")
    TRUE,
    @JsonProperty("False")
    FALSE,
    @JsonProperty("Unknown")
    UNKNOWN;

    public static ConditionStatus of(boolean holds) {
        return holds ? TRUE : FALSE;
    }
}
