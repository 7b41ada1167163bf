package dev.connectors.whatsapp.local.cluster;

import dev.connectors.whatsapp.local.process.ChildCommand;
import dev.connectors.whatsapp.local.process.ChildProcess;
import dev.connectors.whatsapp.local.process.ShortLivedJvm;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What is left of a cluster when its JVM ends, and what comes back from its folder. */
@Tag("kubernetes")
class RestartIT {
    private static final Duration START = Duration.ofSeconds(90);
    private static final Duration SOON = Duration.ofSeconds(30);

    private Path folder = Path.of("");

    @BeforeEach
    void makeFolder() throws IOException {
        folder = Files.createTempDirectory("k8s");
    }

    @AfterEach
    void deleteFolder() throws IOException {
        Folders.delete(folder);
    }

    @Test
    void endsWithItsJvmAndComesBackFromItsFolder() throws IOException {
        var host = host();
        apply(host);
        awaitStarts("1");
        var everything = host.tree();

        host.stop();

        assertThat(host.exitStatus()).contains(128 + 15);
        assertThat(everything).hasSizeGreaterThan(10);
        awaitEnd(everything);
        assertThat(folder.resolve("stopped"))
                .as("SIGTERM reached the container")
                .exists();

        host = host();
        awaitStarts("2");
        everything = host.tree();
        host.kill();

        awaitEnd(everything);
        try (var cluster = LocalCluster.start(folder.resolve("c"), ClusterOptions.of(Cluster.IMAGES))) {
            awaitStarts("3");
            var pods = new Cluster(cluster, "default");
            var pod = pods.awaitPod(
                    "shard-0",
                    found -> Cluster.isReady(found.getStatus())
                            && found.getStatus()
                                            .getContainerStatuses()
                                            .getFirst()
                                            .getRestartCount()
                                    > 0);
            assertThat(pod.getStatus()
                            .getContainerStatuses()
                            .getFirst()
                            .getLastState()
                            .getTerminated()
                            .getReason())
                    .isEqualTo("ContainerStatusUnknown");
            everything = cluster.processes();
        }
        awaitEnd(everything);
    }

    private ChildProcess host() throws IOException {
        var host = ChildProcess.start(new ChildCommand(
                        "host",
                        ShortLivedJvm.command(
                                "-cp",
                                System.getProperty("java.class.path"),
                                HostMain.class.getName(),
                                folder.resolve("c").toString()),
                        folder.resolve("host.log"))
                .withGrace(START));
        host.awaitLine(line -> line.startsWith("ready ") ? Optional.of(line) : Optional.empty(), START);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kubeconfig())))
                .isEqualTo("rw-------");
        return host;
    }

    private Path kubeconfig() {
        return folder.resolve("c").resolve("kubeconfig");
    }

    private void apply(ChildProcess host) throws IOException {
        assertThat(host.isAlive()).isTrue();
        var config = Config.fromKubeconfig(kubeconfig().toFile());
        try (var client = new KubernetesClientBuilder().withConfig(config).build()) {
            client.load(new ByteArrayInputStream("""
                    apiVersion: v1
                    kind: PersistentVolumeClaim
                    metadata: {name: data, namespace: default}
                    spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
                    ---
                    apiVersion: apps/v1
                    kind: StatefulSet
                    metadata: {name: shard, namespace: default}
                    spec:
                      serviceName: shard
                      selector: {matchLabels: {app: shard}}
                      template:
                        metadata: {labels: {app: shard}}
                        spec:
                          containers:
                          - name: main
                            image: shell
                            args:
                            - |
                              echo start >> $DATA/starts; cp $DATA/starts %1$s/starts
                              trap "touch %1$s/stopped; exit 0" TERM; sleep 600 & wait
                            env: [{name: DATA, value: /data}]
                            volumeMounts: [{name: data, mountPath: /data}]
                          volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]
                    """.formatted(folder).getBytes(StandardCharsets.UTF_8)))
                    .serverSideApply();
        }
    }

    private void awaitStarts(String count) {
        await("start " + count).atMost(SOON).until(() -> {
            var file = folder.resolve("starts");
            return Files.exists(file)
                    && Integer.toString(Files.readAllLines(file).size()).equals(count);
        });
    }

    /** A process that has ended but that nobody has asked for its status has no command any more. */
    private static void awaitEnd(List<ProcessHandle> processes) {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(processes.stream()
                                .filter(ProcessHandle::isAlive)
                                .filter(process -> process.info().command().isPresent()))
                        .extracting(process -> process.info().commandLine().orElse(""))
                        .isEmpty());
    }
}
