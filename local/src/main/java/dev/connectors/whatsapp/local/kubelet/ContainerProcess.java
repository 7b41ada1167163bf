package dev.connectors.whatsapp.local.kubelet;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/** The process of a running container, with all that it starts. */
final class ContainerProcess {
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);
    private static final File NO_INPUT = new File("/dev/null");

    private final Process process;
    private final Instant startedAt;
    private final CompletableFuture<Integer> exit;

    private ContainerProcess(Process process, Instant startedAt, CompletableFuture<Integer> exit) {
        this.process = process;
        this.startedAt = startedAt;
        this.exit = exit;
    }

    /**
     * Starts it.
     *
     * @param atEnd takes the exit code (128 plus the number of the signal that ended it) when nothing of it runs
     * @throws IOException when there is no such program or folder
     */
    static ContainerProcess start(
            ContainerLaunch launch, Path log, ProcessLedger ledger, Instant now, IntConsumer atEnd) throws IOException {
        Files.createDirectories(log.getParent());
        var mark = Optional.ofNullable(launch.environment().get(ContainerLaunches.MARK))
                .orElseThrow();
        var process = builder(launch).redirectOutput(log.toFile()).start();
        ledger.started(process.toHandle());
        var exit = process.onExit().thenApply(ended -> {
            // The first process has ended, and with it the container: nothing of it goes on.
            ProcessFamily.kill(ProcessFamily.marked(mark));
            ledger.ended(ended.pid());
            atEnd.accept(ended.exitValue());
            return ended.exitValue();
        });
        return new ContainerProcess(process, now, exit);
    }

    /** A process with the launch's environment only, without input, its two outputs in one. */
    static ProcessBuilder builder(ContainerLaunch launch) {
        var builder = new ProcessBuilder(launch.arguments())
                .directory(launch.directory().toFile())
                .redirectInput(NO_INPUT)
                .redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(launch.environment());
        return builder;
    }

    long pid() {
        return process.pid();
    }

    Instant startedAt() {
        return startedAt;
    }

    /**
     * SIGTERM to the first process, and SIGKILL to all at the end of the grace period. Blocks until it has ended.
     *
     * @param left what is left of the grace period; it may shrink while this waits
     */
    void stop(Supplier<Duration> left) {
        // Taken while the parents live; a mark cannot be read everywhere.
        var family = new ArrayList<>(ProcessFamily.of(process.toHandle()));
        process.destroy();
        while (process.isAlive() && left.get().isPositive()) {
            waitFor(LOOK_EVERY);
        }
        family.addAll(ProcessFamily.of(process.toHandle()));
        ProcessFamily.kill(family);
        exit.join();
    }

    /** SIGKILL to all of it, now. */
    void kill() {
        ProcessFamily.kill(List.copyOf(ProcessFamily.of(process.toHandle())));
    }

    private void waitFor(Duration time) {
        try {
            process.waitFor(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            kill();
        }
    }
}
