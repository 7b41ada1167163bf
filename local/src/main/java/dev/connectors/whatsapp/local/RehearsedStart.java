package dev.connectors.whatsapp.local;

import dev.connectors.whatsapp.local.process.ChildCommand;
import dev.connectors.whatsapp.local.process.ChildProcess;
import dev.connectors.whatsapp.local.process.ShortLivedJvm;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * A program's archive beside what a JVM has noted of one start of it: its classes read, checked and linked (JEP 483). A start
 * from that takes a third of the processor time. Both are in a folder that is named by what the program is made of, so that a
 * build never meets the notes of another one.
 */
final class RehearsedStart {
    private static final String ARCHIVE = "program.jar";
    private static final String CACHE = "program.aot";
    /** A second or two of processor time for the start, and three times that for the notes. */
    private static final Duration REHEARSED_WITHIN = Duration.ofMinutes(5);

    private final Path folder;
    private final Path libraries;
    private final String main;

    private RehearsedStart(Path folder, Path libraries, String main) {
        this.folder = folder;
        this.libraries = libraries;
        this.main = main;
    }

    /**
     * The start of a program that has the command {@code rehearse}; the first caller after a build waits until that is done.
     *
     * @param target where it was built
     * @param archive its classes; a JVM notes none that lie in a folder
     * @param main its class
     */
    static synchronized RehearsedStart of(Path target, Path archive, String main) {
        var libraries = target.resolve("lib");
        var all = target.resolve("rehearsed");
        try {
            FileTree.create(all);
            try (var channel =
                    FileChannel.open(all.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                // Test JVMs run beside each other. The lock ends with the channel.
                channel.lock();
                var start = new RehearsedStart(all.resolve(fingerprint(archive, libraries)), libraries, main);
                if (!Files.exists(start.cache())) {
                    start.rehearse(all, archive);
                }
                return start;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What {@code java} is told. */
    Stream<String> arguments() {
        return Stream.concat(Stream.of("-XX:AOTCache=" + cache()), program());
    }

    private Path cache() {
        return folder.resolve(CACHE);
    }

    private Stream<String> program() {
        var classPath = folder.resolve(ARCHIVE) + File.pathSeparator + libraries + "/*";
        return Stream.of("--enable-native-access=ALL-UNNAMED", "-cp", classPath, main);
    }

    private void rehearse(Path all, Path archive) throws IOException {
        forgetOthers(all);
        FileTree.create(folder);
        // A build writes the archive anew although nothing has changed, and the JVM goes by its time.
        Files.copy(archive, folder.resolve(ARCHIVE));
        var unfinished = folder.resolve("unfinished.aot");
        var command = Stream.of(
                        ShortLivedJvm.command("-XX:AOTCacheOutput=" + unfinished).stream(),
                        program(),
                        Stream.of("rehearse"))
                .flatMap(part -> part)
                .toList();
        var log = all.resolve("rehearsal.log");
        try (var rehearsal = ChildProcess.start(new ChildCommand("The rehearsal of a start", command, log))) {
            rehearsal.awaitEnd(REHEARSED_WITHIN);
        }
        Files.move(unfinished, cache());
    }

    /** Each is 100 MB. A JVM that still runs from one keeps it. */
    private static void forgetOthers(Path all) throws IOException {
        for (var other : sorted(all)) {
            if (Files.isDirectory(other)) {
                FileTree.delete(other);
            }
        }
    }

    private static String fingerprint(Path archive, Path libraries) throws IOException {
        var digest = sha256();
        digest.update(Files.readAllBytes(archive));
        digest.update(Runtime.version().toString().getBytes(StandardCharsets.UTF_8));
        for (var library : sorted(libraries)) {
            var entry = library.getFileName() + " " + Files.size(library) + " " + Files.getLastModifiedTime(library);
            digest.update(entry.getBytes(StandardCharsets.UTF_8));
        }
        return HexFormat.of().formatHex(digest.digest(), 0, 8);
    }

    private static List<Path> sorted(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
