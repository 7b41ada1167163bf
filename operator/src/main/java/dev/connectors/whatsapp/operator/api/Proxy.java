package dev.connectors.whatsapp.operator.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** A way around for an account's connection to WhatsApp. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Proxy(
        @JsonPropertyDescription("Protocol of the proxy: HTTP (the CONNECT method) or SOCKS5. Default: HTTP.")
        @Default("HTTP")
        Protocol protocol,

        @JsonPropertyDescription("Host name or IP address of the proxy, without a scheme and without a port.")
        @Required
        @Size(min = 1, max = 253)
        @ValidationRule(
                value = "self.matches('^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$')"
                        + " || self.matches('^[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*$')",
                message = "must be a host name or an IP address, without scheme and port, such as proxy.example.com")
        String host,

        @JsonPropertyDescription("Port of the proxy.") @Required @Min(1) @Max(65535)
        int port,

        @JsonPropertyDescription(
                "Name of a Secret in the same namespace with the keys username and password. Without it the proxy is"
                        + " used without credentials.")
        @Size(min = 1, max = 253)
        @Nullable
        String credentialsSecretName) {

    /** Applies the default. */
    public Proxy {
        protocol = protocol == null ? Protocol.HTTP : protocol;
    }

    /** What the proxy speaks. */
    public enum Protocol {
        @JsonProperty("HTTP")
        HTTP,
        @JsonProperty("SOCKS5")
        SOCKS5
    }
}
