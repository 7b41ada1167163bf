package dev.connectors.whatsapp.local.cluster;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import java.util.UUID;

/**
 * A namespace that one test has for itself.
 *
 * @param name of the namespace
 * @param cluster that it is in
 */
public record TestNamespace(String name, LocalCluster cluster) implements AutoCloseable {
    static TestNamespace create(LocalCluster cluster) {
        var name = "test-" + UUID.randomUUID().toString().substring(0, 8);
        cluster.client()
                .namespaces()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .build())
                .create();
        return new TestNamespace(name, cluster);
    }

    /** Begins the deletion, which Kubernetes finishes: nobody waits for it. */
    @Override
    public void close() {
        cluster.client().namespaces().withName(name).delete();
    }
}
