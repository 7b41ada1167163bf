package dev.connectors.whatsapp.operator.pool;

import dev.connectors.whatsapp.operator.assignment.ShardId;
import dev.connectors.whatsapp.operator.manifests.Labels;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Map;
import java.util.Optional;

/** Whose an object is, by its labels. */
final class Shards {
    private Shards() {}

    static Optional<String> poolOf(HasMetadata object) {
        return label(object, Labels.POOL);
    }

    static Optional<ShardId> of(HasMetadata object) {
        return poolOf(object)
                .flatMap(pool ->
                        label(object, Labels.SHARD).flatMap(shard -> ShardId.parse("whatsapp-" + pool + "-" + shard)));
    }

    private static Optional<String> label(HasMetadata object, String name) {
        return Optional.ofNullable(object.getMetadata().getLabels())
                .map((Map<String, String> labels) -> labels.get(name));
    }
}
