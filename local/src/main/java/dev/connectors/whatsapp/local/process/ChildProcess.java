package dev.connectors.whatsapp.local.process;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A process that ends no later than this JVM. Its standard input stays open as long as the JVM lives, so a program that
 * watches it ends even when the JVM was killed.
 */
public final class ChildProcess implements AutoCloseable {
    private static final int TAIL_LINES = 25;
    private static final Duration LOOK_EVERY = Duration.ofMillis(20);

    /** After SIGKILL the kernel needs a moment; longer means that the process hangs in the kernel. */
    private static final Duration AFTER_KILL = Duration.ofSeconds(5);

    private final ChildCommand command;
    private final Process process;
    private final LogFile log;
    private final Runnable stopAtExit = this::stop;

    private ChildProcess(ChildCommand command, Process process) {
        this.command = command;
        this.process = process;
        this.log = new LogFile(command.log());
    }

    /**
     * Starts a process; see {@link #awaitLine} and {@link #awaitHttp} for when it is ready.
     *
     * @throws ChildProcessException when the program cannot be run
     */
    public static ChildProcess start(ChildCommand command) {
        var builder = new ProcessBuilder(command.arguments())
                .directory(command.directory().toAbsolutePath().toFile())
                .redirectErrorStream(true)
                .redirectOutput(command.log().toFile());
        builder.environment().putAll(command.environment());
        try {
            Files.createDirectories(command.log().toAbsolutePath().getParent());
            var child = new ChildProcess(command, builder.start());
            StopAtExit.add(child.stopAtExit);
            return child;
        } catch (IOException e) {
            throw new ChildProcessException("%s cannot be started: %s".formatted(command.name(), e.getMessage()), e);
        }
    }

    public String name() {
        return command.name();
    }

    public Path log() {
        return command.log();
    }

    public long pid() {
        return process.pid();
    }

    /** For those who look at it from outside. */
    public ProcessHandle handle() {
        return process.toHandle();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** The process and everything it started that still runs. */
    public List<ProcessHandle> tree() {
        var handle = process.toHandle();
        return Stream.concat(Stream.of(handle), handle.descendants())
                .filter(ProcessHandle::isAlive)
                .toList();
    }

    /**
     * Waits for a line of its output, such as the one that says it is ready. A later call goes on with the line after.
     *
     * @param reader takes a line; a value ends the waiting
     * @throws ChildProcessException when the process ends or the deadline passes before; the process is stopped then
     */
    public <T> T awaitLine(Function<String, Optional<T>> reader, Duration deadline) {
        return await(() -> "print what was expected", deadline, () -> nextMatch(reader));
    }

    /**
     * Waits until a GET answers 200.
     *
     * @throws ChildProcessException as {@link #awaitLine}
     */
    public void awaitHttp(URI uri, Duration deadline) {
        var probe = new HttpProbe(uri);
        try (probe) {
            await(() -> "answer GET %s with 200 (%s)".formatted(uri, probe.seen()), deadline, probe::look);
        }
    }

    /**
     * Waits for its end.
     *
     * @throws ChildProcessException when it ends with another status than 0, or the deadline passes; it is stopped then
     */
    public void awaitEnd(Duration deadline) {
        await(() -> "end with status 0", deadline, () -> exitStatus().filter(status -> status == 0));
    }

    /**
     * SIGTERM, then SIGKILL for it and what it had started once {@link ChildCommand#grace()} is over. Does nothing when
     * the process has ended.
     *
     * @throws ChildProcessException when not even SIGKILL ends it
     */
    public synchronized void stop() {
        if (process.isAlive()) {
            var family = tree();
            process.destroy();
            if (!waitFor(command.grace())) {
                family.forEach(ProcessHandle::destroyForcibly);
                if (!waitFor(AFTER_KILL)) {
                    throw new ChildProcessException("%s (pid %d) did not end %d s after SIGKILL; its log is %s"
                            .formatted(name(), pid(), AFTER_KILL.toSeconds(), log()));
                }
            }
        }
        StopAtExit.remove(stopAtExit);
    }

    /** SIGKILL, for tests of what a crash leaves behind. What the process had started goes on. */
    public void kill() {
        process.destroyForcibly();
        if (!waitFor(AFTER_KILL)) {
            throw new ChildProcessException("%s (pid %d) did not end after SIGKILL".formatted(name(), pid()));
        }
    }

    /** How it ended: 128 and more is 128 plus the number of a signal. Empty while it runs. */
    public Optional<Integer> exitStatus() {
        return process.isAlive() ? Optional.empty() : Optional.of(process.exitValue());
    }

    /** The last lines of its log. */
    public List<String> logTail() {
        return log.tail(TAIL_LINES);
    }

    @Override
    public void close() {
        stop();
    }

    private <T> Optional<T> nextMatch(Function<String, Optional<T>> reader) {
        for (var line = log.nextLine(); line.isPresent(); line = log.nextLine()) {
            var match = reader.apply(line.get());
            if (match.isPresent()) {
                return match;
            }
        }
        return Optional.empty();
    }

    private <T> T await(Supplier<String> what, Duration deadline, Supplier<Optional<T>> attempt) {
        var start = System.nanoTime();
        while (true) {
            // Asked first: what it wrote before its end is looked at once more.
            var ended = !process.isAlive();
            var result = attempt.get();
            if (result.isPresent()) {
                return result.get();
            }
            var waited = Duration.ofNanos(System.nanoTime() - start);
            if (ended || waited.compareTo(deadline) > 0) {
                throw failed(what.get(), waited);
            }
            waitFor(LOOK_EVERY);
        }
    }

    private ChildProcessException failed(String what, Duration waited) {
        var seconds = waited.toMillis() / 1000.0;
        var seen = exitStatus()
                .map("ended with status %d and did not"::formatted)
                .orElseGet(() -> "did not within %.1f s".formatted(seconds));
        stop();
        var tail = logTail().stream().map("  | "::concat).collect(Collectors.joining(System.lineSeparator()));
        return new ChildProcessException("%s %s %s. The end of %s:%n%s".formatted(name(), seen, what, log(), tail));
    }

    private boolean waitFor(Duration time) {
        try {
            return process.waitFor(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ChildProcessException("Interrupted while waiting for " + name(), e);
        }
    }
}
