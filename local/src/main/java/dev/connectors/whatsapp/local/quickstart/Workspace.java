package dev.connectors.whatsapp.local.quickstart;

import dev.connectors.whatsapp.local.Repository;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/**
 * The folder of one run: logs, tokens and accounts' files to look at, and the sessions of the accounts, which go at the
 * end.
 *
 * @param folder below the repository's {@code target}
 */
record Workspace(Path folder) {
    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

    private static final String ACCOUNTS = "accounts";

    /** A fresh one; only its owner can read it, since it holds sessions and tokens. */
    static Workspace create(Repository repository) throws IOException {
        var runs = Files.createDirectories(repository.resolve("target/quickstart"));
        var name = LocalDateTime.now(ZoneId.systemDefault()).format(NAME) + "-"
                + ProcessHandle.current().pid();
        var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        var folder = Files.createDirectory(runs.resolve(name), ownerOnly);
        Files.createDirectory(folder.resolve(ACCOUNTS));
        return new Workspace(folder);
    }

    Path log(String part) {
        return folder.resolve(part + ".log");
    }

    Path sessions() {
        return folder.resolve("sessions");
    }

    /** The file that holds a fresh token for curl. */
    Path token(String role) {
        return folder.resolve(role + ".token");
    }

    /** The file of an account's resource. */
    Path account(String name) {
        return folder.resolve(ACCOUNTS).resolve(name + ".yaml");
    }

    void deleteSessions() throws IOException {
        deleteTree(sessions());
    }

    /** Deletes a folder with what is in it, if it is there; links are not followed. */
    static void deleteTree(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
                    throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
