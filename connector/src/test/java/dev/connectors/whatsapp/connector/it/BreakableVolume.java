package dev.connectors.whatsapp.connector.it;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * A file system of its own that turns read-only under those who use it, as one on a failing disk does: the kernel does so to an
 * ext4 when it finds an error in it. A remount is refused as long as somebody has a file open.
 */
final class BreakableVolume implements AutoCloseable {
    private static final int SIZE = 64 << 20;

    private final Path image;
    private final Path path;

    private BreakableVolume(Path image, Path path) {
        this.image = image;
        this.path = path;
    }

    /** The test is skipped where this user may not mount anything. */
    static BreakableVolume mount(Path folder) throws IOException {
        var image = folder.resolve("volume.img");
        try (var file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(SIZE);
        }
        var volume = new BreakableVolume(image, Files.createDirectory(folder.resolve("volume")));
        assumeTrue(
                runs("mkfs.ext4", "-q", "-F", image.toString()) && volume.mounts(),
                "mounting an ext4 wants a Linux, and its root");
        return volume;
    }

    private boolean mounts() {
        return runs("mount", "-o", "loop,errors=remount-ro", image.toString(), path.toString());
    }

    /** Where it is mounted. */
    Path path() {
        return path;
    }

    void turnReadOnly() throws IOException {
        var device = Files.getFileStore(path).name().replace("/dev/", "");
        Files.writeString(Path.of("/sys/fs/ext4", device, "trigger_fs_error"), "as a test wants it");
    }

    /** Nobody may use it meanwhile. */
    void repair() {
        assertThat(runs("umount", path.toString())).isTrue();
        // It ends with 1 when it has repaired something, which it has.
        runs("e2fsck", "-p", image.toString());
        assertThat(mounts()).isTrue();
    }

    private static boolean runs(String... command) {
        try {
            return new ProcessBuilder(List.of(command)).inheritIO().start().waitFor() == 0;
        } catch (IOException noSuchProgram) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void close() {
        // Also when something still has a file open; it goes with the last one who does.
        runs("umount", "--lazy", path.toString());
    }
}
