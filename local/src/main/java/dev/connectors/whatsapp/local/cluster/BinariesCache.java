package dev.connectors.whatsapp.local.cluster;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Puts what is missing into the cache: downloaded, else built. One process at a time does (a lock file), and each
 * program appears whole or not at all, so whoever was interrupted or came second does no harm.
 */
final class BinariesCache {
    /** A file lock belongs to the JVM, not to the thread. */
    private static final Object THIS_JVM = new Object();

    /** One way to get a program. */
    interface Way {
        void get(Component component, Path target) throws IOException;
    }

    private final Path folder;
    private final Function<Path, List<Component>> missing;
    private final Consumer<String> progress;
    private final List<Way> ways;

    /** @param ways are tried in this order, for each program */
    BinariesCache(Path folder, Function<Path, List<Component>> missing, Consumer<String> progress, List<Way> ways) {
        this.folder = folder.toAbsolutePath();
        this.missing = missing;
        this.progress = progress;
        this.ways = List.copyOf(ways);
    }

    /** @throws BinariesUnavailableException when no way leads to one of them */
    void fill() {
        synchronized (THIS_JVM) {
            try {
                Files.createDirectories(folder);
                try (var channel =
                        FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                    var free = channel.tryLock();
                    if (free == null) {
                        progress.accept("Waiting for another process that fills " + folder);
                        channel.lock();
                    }
                    // Somebody else may have done it meanwhile.
                    fillLocked(missing.apply(folder));
                }
            } catch (IOException e) {
                throw new BinariesUnavailableException(
                        folder, missing.apply(folder), List.of("the cache cannot be written: " + e));
            }
        }
    }

    private void fillLocked(List<Component> wanted) throws IOException {
        var number = 0;
        for (var component : wanted) {
            number++;
            var start = System.nanoTime();
            progress.accept("%s %s: getting it (%d of %d)"
                    .formatted(component.fileName(), version(component), number, wanted.size()));
            get(component);
            progress.accept("%s: in the cache after %d s"
                    .formatted(component.fileName(), (System.nanoTime() - start) / 1_000_000_000));
        }
    }

    private void get(Component component) throws IOException {
        var part = Files.createTempDirectory(folder, "part");
        var reasons = new ArrayList<String>();
        try {
            for (var way : ways) {
                try {
                    var program = part.resolve(component.fileName());
                    way.get(component, program);
                    if (!program.toFile().setExecutable(true)) {
                        throw new IOException(program + " cannot be made executable");
                    }
                    Files.move(program, folder.resolve(component.fileName()), StandardCopyOption.ATOMIC_MOVE);
                    return;
                } catch (IOException e) {
                    reasons.add(e.getMessage());
                    progress.accept("%s: %s".formatted(component.fileName(), e.getMessage()));
                }
            }
        } finally {
            Folders.delete(part);
        }
        throw new BinariesUnavailableException(folder, missing.apply(folder), reasons);
    }

    private static String version(Component component) {
        return component == Component.ETCD ? Versions.ETCD : Versions.KUBERNETES;
    }
}
