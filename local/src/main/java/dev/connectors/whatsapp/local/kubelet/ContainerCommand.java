package dev.connectors.whatsapp.local.kubelet;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What an image would bring along: how its program is started on this machine.
 *
 * @param entrypoint the program and its fixed arguments; a container's {@code command} replaces it
 * @param arguments the default arguments; a container's {@code args} replace them
 * @param environment what the image sets; a container's own variables come after it. {@code $(POD_IP)} in a value is the
 *     pod's address, since a program that would bind to all addresses has to be told to bind to this one
 * @param directory the working directory, unless the container names one
 */
public record ContainerCommand(
        List<String> entrypoint, List<String> arguments, Map<String, String> environment, Path directory) {
    public ContainerCommand {
        entrypoint = List.copyOf(entrypoint);
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
        directory = directory.toAbsolutePath();
    }

    /** A program with fixed arguments, no default arguments and no environment. */
    public static ContainerCommand of(String... entrypoint) {
        return new ContainerCommand(List.of(entrypoint), List.of(), Map.of(), Path.of(""));
    }

    public ContainerCommand withEnvironment(Map<String, String> other) {
        return new ContainerCommand(entrypoint, arguments, other, directory);
    }

    public ContainerCommand withArguments(String... other) {
        return new ContainerCommand(entrypoint, List.of(other), environment, directory);
    }

    public ContainerCommand withDirectory(Path other) {
        return new ContainerCommand(entrypoint, arguments, environment, other);
    }
}
