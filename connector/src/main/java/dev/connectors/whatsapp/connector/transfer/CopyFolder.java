package dev.connectors.whatsapp.connector.transfer;

import dev.connectors.whatsapp.connector.chat.AccountId;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** A folder with a file for each copy. */
record CopyFolder(Path path) {
    private static final String SUFFIX = ".session";

    Path file(AccountId account) {
        return path.resolve(account + SUFFIX);
    }

    /** In place of an earlier copy, which is good no more; on the disk when it returns. */
    void write(AccountId account, byte[] copy) throws IOException {
        Files.createDirectories(path);
        var next = Files.createTempFile(path, ".copy", "");
        Files.write(next, copy);
        sync(next);
        Files.move(next, file(account), StandardCopyOption.ATOMIC_MOVE);
        sync(path);
    }

    private static void sync(Path path) throws IOException {
        try (var channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Of every account that there is a copy of. */
    List<Path> files() throws IOException {
        try (var files = Files.list(path)) {
            return files.filter(file -> file.getFileName().toString().endsWith(SUFFIX))
                    .sorted()
                    .toList();
        }
    }
}
