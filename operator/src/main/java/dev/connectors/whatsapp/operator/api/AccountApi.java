package dev.connectors.whatsapp.operator.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import org.jspecify.annotations.Nullable;

/** Whether a pool's connectors set up accounts that are asked for by HTTP. */
public record AccountApi(
        @JsonPropertyDescription(
                "Whether POST /api/accounts creates a WhatsAppAccount in this namespace. The connectors are"
                        + " given a token of the pods' ServiceAccount then, which must be allowed to create"
                        + " whatsappaccounts and needs no other right; the chart grants it to the default pool. Default: false.")
        @Default("false")
        Boolean enabled) {

    /** Applies the default: a connector has no rights in Kubernetes. */
    public AccountApi(@Nullable Boolean enabled) {
        this.enabled = enabled != null && enabled;
    }
}
