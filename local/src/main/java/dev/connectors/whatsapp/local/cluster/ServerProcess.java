package dev.connectors.whatsapp.local.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * One server of the control plane. It is stopped by its cluster only, in the cluster's order, and not by a shutdown
 * hook of its own as {@link dev.connectors.whatsapp.local.process.ChildProcess} would: the pods need their API server
 * while they stop. Should this JVM be killed, the server's guard kills it.
 */
final class ServerProcess {
    private static final Duration AFTER_KILL = Duration.ofSeconds(5);
    private static final int TAIL_LINES = 25;

    /**
     * Runs a program as a child and kills it when standard input ends, which is when the JVM is gone for whatever
     * reason; hands SIGTERM on, and ends as the program ended.
     */
    private static final String GUARD = """
            exec 3<&0
            "$@" </dev/null 3<&- &
            server=$!
            trap 'kill -TERM $server 2>/dev/null' TERM INT HUP
            { cat <&3 >/dev/null; kill -KILL $server 2>/dev/null; } &
            watch=$!
            exec 3<&-
            while kill -0 $server 2>/dev/null; do wait $server; status=$?; done
            kill $watch 2>/dev/null
            exit $status
            """;

    private final String name;
    private final Path log;
    private final Process process;

    private ServerProcess(String name, Path log, Process process) {
        this.name = name;
        this.log = log;
        this.process = process;
    }

    /**
     * @param logs the folder for its log, an earlier one of which is replaced
     * @throws ClusterException when there is no shell to start it
     */
    static ServerProcess start(Component component, Path program, List<String> arguments, Path logs) {
        var name = component.fileName();
        var log = logs.resolve(name + ".log");
        var command = new ArrayList<>(List.of("sh", "-c", GUARD, name, program.toString()));
        command.addAll(arguments);
        try {
            var process = new ProcessBuilder(command)
                    .directory(logs.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            return new ServerProcess(name, log, process);
        } catch (IOException e) {
            throw new ClusterException("%s cannot be started: %s".formatted(name, e.getMessage()), e);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Its guard and itself. */
    List<ProcessHandle> tree() {
        var tree = new ArrayList<ProcessHandle>(List.of(process.toHandle()));
        process.descendants().forEach(tree::add);
        return tree;
    }

    /** SIGTERM, and SIGKILL after the grace period. */
    void stop(Duration grace) {
        process.destroy();
        if (!waitFor(grace)) {
            // The guard kills the server when its input ends.
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            if (!waitFor(AFTER_KILL)) {
                throw new ClusterException("%s (pid %d) did not end after SIGKILL".formatted(name, process.pid()));
            }
        }
    }

    /** What a person needs to know when it did not become ready. */
    ClusterException failed(String what) {
        var state = process.isAlive() ? "runs" : "ended with status " + process.exitValue();
        return new ClusterException(
                "%s %s and did not %s. The end of %s:%n%s".formatted(name, state, what, log, tail()));
    }

    private String tail() {
        try {
            var lines = Files.readAllLines(log);
            return lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()).stream()
                    .map("  | "::concat)
                    .collect(Collectors.joining(System.lineSeparator()));
        } catch (IOException e) {
            return "  (it cannot be read: %s)".formatted(e.getMessage());
        }
    }

    private boolean waitFor(Duration time) {
        try {
            return process.waitFor(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClusterException("Interrupted while waiting for " + name, e);
        }
    }
}
