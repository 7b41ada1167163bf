package dev.connectors.whatsapp.local.quickstart;

import dev.connectors.whatsapp.local.FileTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The folder of the cluster's state. It is not in the workspace, because the paths of sockets in its volumes have to be
 * short, and it goes at the end; a link in the workspace tells where it is, to the script too. Its logs lie in the
 * workspace and stay.
 *
 * @param path of it
 * @param link to it, in the workspace
 */
record ClusterFolder(Path path, Path link) {
    /** Not {@code java.io.tmpdir}, which is a long path on macOS. */
    private static final Path PARENT = Path.of("/tmp");

    static ClusterFolder create(Workspace workspace) throws IOException {
        var path = Files.createTempDirectory(PARENT, "wa");
        var link = Files.createSymbolicLink(workspace.folder().resolve("cluster"), path);
        var logs = workspace.folder().resolve("kubernetes");
        linkTo(path.resolve("logs"), logs.resolve("servers"));
        linkTo(path.resolve("node/logs"), logs.resolve("pods"));
        return new ClusterFolder(path, link);
    }

    /** What cannot be deleted is left to the script, which is there when this process has ended. */
    void delete() {
        try {
            FileTree.delete(path);
            Files.deleteIfExists(link);
        } catch (IOException e) {
            System.err.printf("%s cannot be deleted: %s%n", path, e.getMessage());
        }
    }

    private static void linkTo(Path link, Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.createDirectories(link.getParent());
        Files.createSymbolicLink(link, folder.toAbsolutePath());
    }
}
