package dev.connectors.whatsapp.local.kubelet;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How a pod is: what its status is computed from.
 *
 * @param address empty until it has one
 * @param prepared its volumes are there
 * @param ended all is over: no container runs or will run
 */
record PodView(
        Instant startedAt,
        Optional<String> address,
        String hostAddress,
        boolean prepared,
        boolean ended,
        List<ContainerView> containers) {
    PodView {
        containers = List.copyOf(containers);
    }

    List<ContainerView> main() {
        return ofKind(ContainerView.Kind.MAIN);
    }

    List<ContainerView> ofKind(ContainerView.Kind kind) {
        return containers.stream().filter(container -> container.kind() == kind).toList();
    }

    /** Init containers and sidecars, in the order of the specification. */
    List<ContainerView> initial() {
        return containers.stream()
                .filter(container -> container.kind() != ContainerView.Kind.MAIN)
                .toList();
    }
}
