package dev.connectors.whatsapp.local.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * kubectl with all rights, as a user has it.
 *
 * @param program kubectl itself
 * @param kubeconfig by which it finds the cluster
 * @param cache a folder for what it knows about the API
 */
public record Kubectl(Path program, Path kubeconfig, Path cache) {
    private static final long DEADLINE_S = 120;

    /**
     * Runs it to its end.
     *
     * @return what it printed
     * @throws ClusterException with what it printed, when its status is not 0 or it does not end within two minutes
     */
    public String run(String... arguments) {
        return runWithInput("", arguments);
    }

    /** {@code kubectl apply -f -} in a namespace; ends as {@link #run} does. */
    public String apply(String namespace, String yaml) {
        return runWithInput(yaml, "apply", "--namespace", namespace, "--filename", "-");
    }

    private String runWithInput(String input, String... arguments) {
        var command =
                new ArrayList<>(List.of(program.toString(), "--kubeconfig=" + kubeconfig, "--cache-dir=" + cache));
        command.addAll(List.of(arguments));
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            var output = CompletableFuture.supplyAsync(() -> text(process), Thread::startVirtualThread);
            try (var stdin = process.getOutputStream()) {
                stdin.write(input.getBytes(StandardCharsets.UTF_8));
            }
            if (!process.waitFor(DEADLINE_S, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw failure(arguments, "did not end; it printed:\n" + output.join());
            }
            if (process.exitValue() != 0) {
                throw failure(arguments, "ended with status %d:\n%s".formatted(process.exitValue(), output.join()));
            }
            return output.join();
        } catch (IOException e) {
            throw new ClusterException(program + " cannot be run", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClusterException("Interrupted while kubectl ran", e);
        }
    }

    private static String text(Process process) {
        try (var output = process.getInputStream()) {
            return new String(output.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ClusterException failure(String[] arguments, String what) {
        return new ClusterException("kubectl %s %s".formatted(String.join(" ", arguments), what));
    }
}
