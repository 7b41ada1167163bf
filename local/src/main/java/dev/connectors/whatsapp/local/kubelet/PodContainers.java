package dev.connectors.whatsapp.local.kubelet;

import dev.connectors.whatsapp.local.kubelet.ContainerRunner.Stop;
import dev.connectors.whatsapp.local.kubelet.ContainerRunner.Surroundings;
import dev.connectors.whatsapp.local.kubelet.ContainerView.Kind;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.stream.Stream;

/** The containers of one pod, and the order in which they begin and end. For the thread of its {@link PodWorker}. */
final class PodContainers {
    private final List<ContainerRunner> all;

    private PodContainers(List<ContainerRunner> all) {
        this.all = all;
    }

    /** @param mailbox what their processes report goes there */
    static PodContainers of(Pod pod, PodServices services, Executor mailbox) {
        var spec = pod.getSpec();
        return new PodContainers(Stream.concat(
                        spec.getInitContainers().stream()
                                .map(container -> new ContainerRunner(
                                        container, initial(container), spec.getRestartPolicy(), services, mailbox)),
                        spec.getContainers().stream()
                                .map(container -> new ContainerRunner(
                                        container, Kind.MAIN, spec.getRestartPolicy(), services, mailbox)))
                .toList());
    }

    private static Kind initial(Container container) {
        return "Always".equals(container.getRestartPolicy()) ? Kind.SIDECAR : Kind.INIT;
    }

    /** Goes on from what the pod's status says. */
    void restore(Pod pod, Instant now) {
        if (pod.getStatus() != null) {
            Stream.concat(
                            pod.getStatus().getInitContainerStatuses().stream(),
                            pod.getStatus().getContainerStatuses().stream())
                    .forEach(status -> restore(status, now));
        }
    }

    private void restore(ContainerStatus status, Instant now) {
        all.stream()
                .filter(container -> container.name().equals(status.getName()))
                .forEach(container -> container.restore(status, now));
    }

    /** None of them begins for now. */
    void hold(String reason, String message) {
        all.forEach(container -> container.hold(reason, message));
    }

    /** Those whose turn has come: all up to the first that the others have to wait for. */
    List<ContainerRunner> open() {
        var open = new ArrayList<ContainerRunner>();
        for (var container : all) {
            open.add(container);
            var goOn = switch (container.kind()) {
                case INIT -> container.endedWell();
                case SIDECAR -> container.started() || mainBegan();
                case MAIN -> true;
            };
            if (!goOn) {
                break;
            }
        }
        return open;
    }

    /** A sidecar that fails later does not hold up what runs already. */
    private boolean mainBegan() {
        return ofKind(Kind.MAIN)
                .map(ContainerRunner::view)
                .anyMatch(view -> view.runs() || view.last().isPresent());
    }

    /** Whether the pod has done what it is for, or cannot: sidecars count for nothing. */
    boolean areOver() {
        return ofKind(Kind.INIT).anyMatch(init -> init.isOver() && !init.endedWell())
                || ofKind(Kind.MAIN).allMatch(ContainerRunner::isOver);
    }

    /** How to end those of these kinds that run. */
    List<Stop> stops(Surroundings surroundings, Kind... kinds) {
        return Stream.of(kinds)
                .flatMap(this::ofKind)
                .flatMap(container -> container.stop(surroundings).stream())
                .toList();
    }

    List<ContainerView> views() {
        return all.stream().map(ContainerRunner::view).toList();
    }

    private Stream<ContainerRunner> ofKind(Kind kind) {
        return all.stream().filter(container -> container.kind() == kind);
    }
}
