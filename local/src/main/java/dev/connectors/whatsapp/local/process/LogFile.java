package dev.connectors.whatsapp.local.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

/**
 * The log of a child process, which writes to it directly: no thread of ours stands between, so the file is complete
 * even when this JVM was killed.
 */
final class LogFile {
    /** Enough for any tail that is shown to a person. */
    private static final int TAIL_BYTES = 32 * 1024;

    private final Path path;
    private final Queue<String> lines = new ArrayDeque<>();
    private final ByteArrayOutputStream unfinishedLine = new ByteArrayOutputStream();
    private long position;

    LogFile(Path path) {
        this.path = path;
    }

    /** The next complete line, if there is one yet. */
    Optional<String> nextLine() {
        if (lines.isEmpty()) {
            readLines();
        }
        return Optional.ofNullable(lines.poll());
    }

    /** The last lines, or fewer when there are not so many. */
    List<String> tail(int lines) {
        var bytes = read(Math.max(0, length() - TAIL_BYTES), TAIL_BYTES);
        var all = new String(bytes, StandardCharsets.UTF_8).lines().toList();
        return all.subList(Math.max(0, all.size() - lines), all.size());
    }

    private void readLines() {
        for (var b : read(position, Integer.MAX_VALUE)) {
            position++;
            if (b == '\n') {
                lines.add(unfinishedLine.toString(StandardCharsets.UTF_8));
                unfinishedLine.reset();
            } else {
                unfinishedLine.write(b);
            }
        }
    }

    private long length() {
        return path.toFile().length();
    }

    private byte[] read(long from, int atMost) {
        try (var file = new RandomAccessFile(path.toFile(), "r")) {
            var bytes = new byte[Math.clamp(file.length() - from, 0, atMost)];
            file.seek(from);
            file.readFully(bytes);
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the log " + path, e);
        }
    }
}
