package dev.connectors.whatsapp.local.cluster;

import java.nio.file.Path;

/** A JVM with a cluster, for tests of what its end leaves behind. */
public final class HostMain {
    private HostMain() {}

    public static void main(String[] args) throws InterruptedException {
        try (var cluster = LocalCluster.start(Path.of(args[0]), ClusterOptions.of(Cluster.IMAGES))) {
            System.out.println("ready " + cluster.kubeconfig());
            Thread.currentThread().join();
        }
    }
}
