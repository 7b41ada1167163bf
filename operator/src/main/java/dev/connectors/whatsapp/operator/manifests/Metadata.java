package dev.connectors.whatsapp.operator.manifests;

import dev.connectors.whatsapp.operator.api.ConnectorPool;
import dev.connectors.whatsapp.operator.assignment.ShardId;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import java.util.Map;

/** Names, labels and owners of the objects. */
final class Metadata {
    private Metadata() {}

    /** An object of the pool, which goes with it. */
    static ObjectMeta ofPool(ConnectorPool pool, String name) {
        return owned(pool, name, Labels.ofPool(pool.getMetadata().getName()));
    }

    /** An object of the shard, which goes with the pool. */
    static ObjectMeta ofShard(ConnectorPool pool, ShardId shard, String name) {
        return owned(pool, name, Labels.ofShard(shard));
    }

    private static ObjectMeta owned(ConnectorPool pool, String name, Map<String, String> labels) {
        return new ObjectMetaBuilder(free(pool, name, labels))
                .withOwnerReferences(owner(pool))
                .build();
    }

    /** An object that outlives the pool. */
    static ObjectMeta free(ConnectorPool pool, String name, Map<String, String> labels) {
        return new ObjectMetaBuilder()
                .withName(name)
                .withNamespace(pool.getMetadata().getNamespace())
                .withLabels(labels)
                .build();
    }

    private static OwnerReference owner(ConnectorPool pool) {
        return new OwnerReferenceBuilder()
                .withApiVersion(pool.getApiVersion())
                .withKind(pool.getKind())
                .withName(pool.getMetadata().getName())
                .withUid(pool.getMetadata().getUid())
                .withController(true)
                .withBlockOwnerDeletion(true)
                .build();
    }
}
