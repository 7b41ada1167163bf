package dev.connectors.whatsapp.operator.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who may talk to a pool's pods, and with whom they may talk. */
public record NetworkPolicySettings(
        @JsonPropertyDescription("Whether the pool has a NetworkPolicy: in to the HTTP port only; out to DNS, 443 and"
                + " 5222, and the ports given here. Default: true.")
        @Default("true")
        Boolean enabled,

        @JsonPropertyDescription("More TCP ports that the pods may connect to, such as those of proxies. The port of"
                + " firebase.emulatorHost needs not be given.")
        @Size(max = 50)
        List<Integer> egressPorts) {

    /** Applies the default. */
    public NetworkPolicySettings(@Nullable Boolean enabled, @Nullable List<Integer> egressPorts) {
        this.enabled = enabled == null || enabled;
        this.egressPorts = egressPorts == null ? List.of() : List.copyOf(egressPorts);
    }
}
