package dev.connectors.whatsapp.local.quickstart;

import dev.connectors.whatsapp.local.cluster.ClusterException;
import dev.connectors.whatsapp.local.cluster.LocalCluster;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.util.List;
import java.util.stream.Stream;

/** What pods logged last, as {@code kubectl logs} shows it. */
final class PodLogs {
    private static final String LINES = "--tail=20";

    private final LocalCluster cluster;
    private final String namespace;

    PodLogs(LocalCluster cluster, String namespace) {
        this.cluster = cluster;
        this.namespace = namespace;
    }

    /** Of the pods that are not ready; when all are, of all. Nothing when the cluster does not answer. */
    List<String> tail() {
        try {
            var pods = cluster.client().pods().inNamespace(namespace).list().getItems();
            var failing =
                    pods.stream().filter(pod -> !Readiness.isPodReady(pod)).toList();
            return (failing.isEmpty() ? pods : failing)
                    .stream().flatMap(this::tail).toList();
        } catch (KubernetesClientException | IllegalStateException e) {
            return List.of("(no logs of pods: %s)".formatted(e.getMessage()));
        }
    }

    private Stream<String> tail(Pod pod) {
        var containers =
                Stream.concat(pod.getSpec().getInitContainers().stream(), pod.getSpec().getContainers().stream());
        return containers
                .map(Container::getName)
                .flatMap(container -> tail(pod.getMetadata().getName(), container));
    }

    private Stream<String> tail(String pod, String container) {
        var head = "kubectl logs -n %s %s -c %s".formatted(namespace, pod, container);
        return Stream.concat(Stream.of(head), lines(pod, container).map("  "::concat));
    }

    private Stream<String> lines(String pod, String container) {
        try {
            return cluster.kubectl()
                    .run("logs", "--namespace", namespace, pod, "--container", container, LINES)
                    .lines();
        } catch (ClusterException noLog) {
            return String.valueOf(noLog.getMessage()).lines();
        }
    }
}
