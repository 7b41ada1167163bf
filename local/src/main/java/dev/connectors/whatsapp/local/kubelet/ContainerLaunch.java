package dev.connectors.whatsapp.local.kubelet;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A process of a container, ready to start: the program itself, a probe, or a hook.
 *
 * @param environment all of it: nothing is inherited
 * @param mounts have been applied to arguments and environment
 */
record ContainerLaunch(List<String> arguments, Map<String, String> environment, Path directory, MountPaths mounts) {
    ContainerLaunch {
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
    }

    /** Another program in the same container; its arguments may name the container's mount paths. */
    ContainerLaunch inContainer(List<String> other) {
        return new ContainerLaunch(other.stream().map(mounts::apply).toList(), environment, directory, mounts);
    }
}
