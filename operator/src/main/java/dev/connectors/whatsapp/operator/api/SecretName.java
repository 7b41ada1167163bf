package dev.connectors.whatsapp.operator.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** A Secret in the same namespace. */
public record SecretName(
        @JsonPropertyDescription("Name of the Secret, in the same namespace.") @Required @Size(min = 1, max = 253)
        String name) {}
