package dev.connectors.whatsapp.local.firestore;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What {@link EmulatorLookup} sees of the file system. */
interface FileView {
    boolean isFile(Path path);

    /** The file that a path stands for after all symbolic links; the path itself when it does not exist. */
    Path realPath(Path path);

    /** What lies in a folder, in any order; nothing when there is no such folder. */
    List<Path> list(Path folder);

    /** The machine's own. */
    FileView REAL = new FileView() {
        @Override
        public boolean isFile(Path path) {
            return Files.isRegularFile(path);
        }

        @Override
        public Path realPath(Path path) {
            try {
                return Files.exists(path) ? path.toRealPath() : path;
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot follow " + path, e);
            }
        }

        @Override
        public List<Path> list(Path folder) {
            if (!Files.isDirectory(folder) || !Files.isReadable(folder)) {
                return List.of();
            }
            try (var entries = Files.list(folder)) {
                return entries.toList();
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot list " + folder, e);
            }
        }
    };
}
