package dev.connectors.whatsapp.local.cluster;

import dev.connectors.whatsapp.local.kubelet.ContainerCommand;
import dev.connectors.whatsapp.local.kubelet.ContainerCommands;
import dev.connectors.whatsapp.local.process.ShortLivedJvm;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

import static org.awaitility.Awaitility.await;

/** What the tests of the cluster do all the time. */
record Cluster(LocalCluster cluster, String namespace) {
    static final Duration DEADLINE = Duration.ofSeconds(30);

    /** {@code shell} runs a script given as its argument; {@code web} is {@link WebMain}; {@code client} lists pods. */
    static final ContainerCommands IMAGES = ContainerCommands.none()
            .with("shell", ContainerCommand.of("sh", "-c"))
            .with("web", java(WebMain.class))
            .with("client", java(ClientMain.class));

    Cluster(TestNamespace namespace) {
        this(namespace.cluster(), namespace.name());
    }

    private static ContainerCommand java(Class<?> main) {
        return ContainerCommand.of(ShortLivedJvm.command("-cp", System.getProperty("java.class.path"), main.getName())
                .toArray(String[]::new));
    }

    /** Creates what a YAML text describes. */
    void apply(String yaml) {
        cluster.client()
                .load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
                .items()
                .forEach(this::create);
    }

    private void create(HasMetadata item) {
        cluster.client().resource(item).inNamespace(namespace).create();
    }

    /** An empty file, for a pod that waits for it. */
    static void write(Path file) {
        try {
            Files.writeString(file, "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Pod pod(String name) {
        return cluster.client().pods().inNamespace(namespace).withName(name).get();
    }

    Pod awaitPod(String name, Predicate<Pod> wanted) {
        return await("pod " + name)
                .atMost(DEADLINE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> maybe(name).filter(pod -> pod.getStatus() != null).filter(wanted), Optional::isPresent)
                .orElseThrow();
    }

    Pod awaitReady(String name) {
        return awaitPod(name, pod -> isReady(pod.getStatus()));
    }

    static boolean isReady(PodStatus status) {
        return status.getConditions().stream()
                .anyMatch(c -> c.getType().equals("Ready") && c.getStatus().equals("True"));
    }

    /** The log of a container's last start, as the file has it. */
    String log(String pod, String container) {
        var folder = cluster.folder().resolve("node/logs").resolve(namespace).resolve(pod);
        for (var restarts = 20; restarts >= 0; restarts--) {
            var file = folder.resolve(container + "." + restarts + ".log");
            if (Files.exists(file)) {
                try {
                    return Files.readString(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        return "";
    }

    void awaitLog(String pod, String container, String text) {
        await("log of " + pod + "/" + container + " with " + text)
                .atMost(DEADLINE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> log(pod, container), log -> log.contains(text));
    }

    void awaitGone(String pod) {
        await().atMost(DEADLINE).pollInterval(Duration.ofMillis(50)).until(() -> pod(pod) == null);
    }

    /** Runs kubectl in the test's namespace, and returns what it prints. */
    String kubectl(String... arguments) {
        return cluster.kubectl()
                .run(Stream.concat(Stream.of("-n", namespace), Stream.of(arguments))
                        .toArray(String[]::new));
    }

    static long pid(Pod pod, String container) {
        return Stream.concat(
                        pod.getStatus().getContainerStatuses().stream(),
                        pod.getStatus().getInitContainerStatuses().stream())
                .filter(status -> status.getName().equals(container))
                .map(status -> Long.valueOf(status.getContainerID().substring("process://".length())))
                .findFirst()
                .orElseThrow();
    }

    static boolean runs(long pid) {
        // What has ended and whose status nobody has asked for has no command any more.
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .flatMap(process -> process.info().command())
                .isPresent();
    }

    Optional<Pod> maybe(String name) {
        return Optional.ofNullable(pod(name));
    }
}
