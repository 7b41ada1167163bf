package dev.connectors.whatsapp.local.quickstart;

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

    /** The file that holds a fresh token for curl. */
    Path token(String role) {
        return folder.resolve(role + ".token");
    }

    /** The file of an account's resource. */
    Path account(String name) {
        return folder.resolve(ACCOUNTS).resolve(name + ".yaml");
    }

    void deleteSessions() throws IOException {
        FileTree.delete(StandaloneConnector.sessions(folder));
    }
}
