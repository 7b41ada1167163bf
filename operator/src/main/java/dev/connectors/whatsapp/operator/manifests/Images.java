package dev.connectors.whatsapp.operator.manifests;

import dev.connectors.whatsapp.operator.api.ConnectorPool;
import java.util.Optional;

/** The two images of a pod. The operator has those of its own release; a pool may name others. */
public record Images(String connector, String bridge) {
    Images of(ConnectorPool pool) {
        var spec = pool.getSpec();
        return new Images(
                Optional.ofNullable(spec.connector().image()).orElse(connector),
                Optional.ofNullable(spec.bridge().image()).orElse(bridge));
    }
}
