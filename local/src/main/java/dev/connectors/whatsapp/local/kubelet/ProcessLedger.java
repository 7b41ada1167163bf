package dev.connectors.whatsapp.local.kubelet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Which processes run for this kubelet: a file for each, named by its id and holding its time of start, so that the
 * next kubelet on the same folder can kill what a crashed one left, and nothing else. What they started in turn is
 * found by its mark. Should this JVM be killed, a watching shell kills them at once.
 */
final class ProcessLedger implements AutoCloseable {
    /** Standard input ends when the JVM is gone for whatever reason. */
    private static final String WATCH = """
            trap '' INT TERM HUP
            cat >/dev/null
            for environment in $(grep -aFl "=$2/" /proc/[0-9]*/environ 2>/dev/null); do
              pid=${environment#/proc/}
              kill -KILL "${pid%/environ}" 2>/dev/null
            done
            for entry in "$1"/*; do
              [ -e "$entry" ] && kill -KILL "${entry##*/}" 2>/dev/null
            done
            """;

    private final Path folder;
    private final Process watch;

    private ProcessLedger(Path folder, Process watch) {
        this.folder = folder;
        this.watch = watch;
    }

    /** Opens the ledger of a folder, and kills the processes that it names. */
    static ProcessLedger open(Path folder) {
        try {
            Files.createDirectories(folder);
            ProcessFamily.kill(ProcessFamily.marked(id(folder) + "/"));
            killEntries(folder);
            var watch = new ProcessBuilder("sh", "-c", WATCH, "kubelet-watch", folder.toString(), id(folder))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return new ProcessLedger(folder, watch);
        } catch (IOException e) {
            throw new UncheckedIOException("The record of processes in %s cannot be used".formatted(folder), e);
        }
    }

    /** What the marks of this kubelet's processes begin with: nobody else on this machine has it. */
    String id() {
        return id(folder);
    }

    private static String id(Path folder) {
        var path = folder.toAbsolutePath().toString().getBytes(StandardCharsets.UTF_8);
        return UUID.nameUUIDFromBytes(path).toString();
    }

    void started(ProcessHandle process) throws IOException {
        Files.writeString(entry(process.pid()), startTime(process));
    }

    void ended(long pid) {
        try {
            Files.deleteIfExists(entry(pid));
        } catch (IOException e) {
            throw new UncheckedIOException("The record of process %d cannot be deleted".formatted(pid), e);
        }
    }

    /** To be called when no process runs any more. */
    @Override
    public void close() {
        watch.destroyForcibly();
    }

    private Path entry(long pid) {
        return folder.resolve(Long.toString(pid));
    }

    private static void killEntries(Path folder) throws IOException {
        List<Path> entries;
        try (var files = Files.list(folder)) {
            entries = files.toList();
        }
        for (var entry : entries) {
            var pid = Long.parseLong(entry.getFileName().toString());
            var recorded = Files.readString(entry);
            ProcessHandle.of(pid)
                    .filter(process -> startTime(process).equals(recorded))
                    .ifPresent(process -> ProcessFamily.kill(ProcessFamily.of(process)));
            Files.delete(entry);
        }
    }

    private static String startTime(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toString).orElse("unknown");
    }

    /** Whether the file system has an entry for it; for tests. */
    Optional<String> recorded(long pid) throws IOException {
        return Files.exists(entry(pid)) ? Optional.of(Files.readString(entry(pid))) : Optional.empty();
    }
}
