package dev.connectors.whatsapp.operator.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/** How one shard is. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ShardStatus(
        @JsonPropertyDescription("Number of the shard, which spec.shard of an account may name.") @Required
        int ordinal,

        @JsonPropertyDescription("Name of its StatefulSet, ConfigMap and PersistentVolumeClaim.") @Required
        String name,

        @JsonPropertyDescription("How it is: Starting, Ready, Cordoned (ready, but closed for new accounts) or"
                + " Unreachable (its connector does not answer).")
        @Required
        ShardPhase phase,

        @JsonPropertyDescription("Accounts that it has.") @Required
        int accounts,

        @JsonPropertyDescription("Whether its pod is ready.") @Required
        boolean ready) {}
