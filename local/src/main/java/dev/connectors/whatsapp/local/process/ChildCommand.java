package dev.connectors.whatsapp.local.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What to run.
 *
 * @param name what messages call it
 * @param arguments the program and its arguments
 * @param environment variables that are added to this JVM's own
 * @param directory the working directory
 * @param log where standard output and standard error go; an earlier file of that name is replaced
 * @param grace how long it may take from SIGTERM to its end, before it is killed
 */
public record ChildCommand(
        String name,
        List<String> arguments,
        Map<String, String> environment,
        Path directory,
        Path log,
        Duration grace) {
    private static final Duration DEFAULT_GRACE = Duration.ofSeconds(10);

    public ChildCommand {
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
    }

    /** A command that runs in the current directory, adds nothing to the environment and gets 10 s to stop. */
    public ChildCommand(String name, List<String> arguments, Path log) {
        this(name, arguments, Map.of(), Path.of(""), log, DEFAULT_GRACE);
    }

    public ChildCommand withEnvironment(Map<String, String> additions) {
        return new ChildCommand(name, arguments, additions, directory, log, grace);
    }

    public ChildCommand withDirectory(Path other) {
        return new ChildCommand(name, arguments, environment, other, log, grace);
    }

    public ChildCommand withGrace(Duration other) {
        return new ChildCommand(name, arguments, environment, directory, log, other);
    }
}
