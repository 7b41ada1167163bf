package dev.connectors.whatsapp.operator.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How the data lies in Firestore, which depends on the generation of the client applications. */
public enum Layout {
    @JsonProperty("canonical")
    CANONICAL("canonical"),
    @JsonProperty("legacy")
    LEGACY("legacy");

    private final String word;

    Layout(String word) {
        this.word = word;
    }

    /** As the connector's setting takes it. */
    public String word() {
        return word;
    }
}
