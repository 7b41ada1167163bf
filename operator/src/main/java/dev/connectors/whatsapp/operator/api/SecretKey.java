package dev.connectors.whatsapp.operator.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** One value in a Secret in the same namespace. */
public record SecretKey(
        @JsonPropertyDescription("Name of the Secret, in the same namespace.") @Required @Size(min = 1, max = 253)
        String name,

        @JsonPropertyDescription("The key in the Secret. Default: service-account.json.")
        @Default(SecretKey.DEFAULT_KEY)
        @Size(min = 1, max = 253)
        String key) {

    public static final String DEFAULT_KEY = "service-account.json";

    /** Applies the default. */
    public SecretKey {
        key = key == null ? DEFAULT_KEY : key;
    }
}
