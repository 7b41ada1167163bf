package dev.connectors.whatsapp.bench;

import dev.connectors.whatsapp.local.FileTree;
import dev.connectors.whatsapp.local.Repository;
import dev.connectors.whatsapp.local.standalone.StandaloneConnector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/**
 * Where one run keeps its logs, profiles and result; the sessions of its accounts go at its end.
 *
 * @param path below the repository's {@code target/bench}
 */
record RunFolder(Path path) {
    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

    /** A fresh one, that only its owner can read. */
    static RunFolder create(Repository repository, String benchmark) throws IOException {
        var runs = Files.createDirectories(repository.resolve("target/bench"));
        var name = "%s-%s-%d"
                .formatted(
                        LocalDateTime.now(ZoneId.systemDefault()).format(NAME),
                        benchmark,
                        ProcessHandle.current().pid());
        var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        return new RunFolder(Files.createDirectory(runs.resolve(name), ownerOnly));
    }

    Path log(String part) {
        return path.resolve(part + ".log");
    }

    /** A folder in it for a part that needs one. */
    Path folder(String part) {
        return FileTree.create(path.resolve(part));
    }

    /** Deletes the sessions of a connector that ran in a folder of this one. */
    void deleteSessions(String part) throws IOException {
        FileTree.delete(StandaloneConnector.sessions(path.resolve(part)));
    }
}
