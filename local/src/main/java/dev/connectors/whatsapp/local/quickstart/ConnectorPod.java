package dev.connectors.whatsapp.local.quickstart;

import dev.connectors.whatsapp.local.fleet.Installation;
import dev.connectors.whatsapp.local.poll.Look;
import dev.connectors.whatsapp.local.poll.Poll;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The pod of the pool's only shard. */
final class ConnectorPod {
    private static final String PROCESS = "process://";

    private final Installation installation;

    ConnectorPod(Installation installation) {
        this.installation = installation;
    }

    /** The pod, as soon as it is ready. */
    Pod awaitReady(Duration atMost) {
        return Poll.until("a ready connector pod of the pool " + Fleet.POOL, atMost, () -> {
            var pods = installation.connectors(Fleet.POOL);
            return pods.stream()
                    .filter(Readiness::isPodReady)
                    .findFirst()
                    .map(Look::done)
                    .orElseGet(() -> Look.notYet(pods.isEmpty() ? "no pod" : describe(pods.getFirst())));
        });
    }

    /** The pod now. */
    Pod get() {
        return awaitReady(Duration.ZERO);
    }

    /** The processes of a pod's containers and what they have started. */
    static List<ProcessHandle> processes(Pod pod) {
        return statuses(pod)
                .map(ContainerStatus::getContainerID)
                .filter(id -> id != null && id.startsWith(PROCESS))
                .map(id -> ProcessHandle.of(Long.parseLong(id.substring(PROCESS.length()))))
                .flatMap(Optional::stream)
                .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
                .toList();
    }

    /** How often a pod's containers have been started again. */
    static int restarts(Pod pod) {
        return statuses(pod).mapToInt(ContainerStatus::getRestartCount).sum();
    }

    private static Stream<ContainerStatus> statuses(Pod pod) {
        return Stream.concat(
                pod.getStatus().getInitContainerStatuses().stream(), pod.getStatus().getContainerStatuses().stream());
    }

    private static String describe(Pod pod) {
        return "%s in phase %s, not ready"
                .formatted(pod.getMetadata().getName(), pod.getStatus().getPhase());
    }
}
