package dev.connectors.whatsapp.local.quickstart;

import dev.connectors.whatsapp.local.cluster.Kubectl;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** What people type to run kubectl. */
final class KubectlCommand {
    private KubectlCommand() {}

    /** Its name if there is one on the PATH, else the path of the one that came with the cluster. */
    static String of(Kubectl ours) {
        var folders = System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1);
        var onPath = Arrays.stream(folders)
                .filter(folder -> !folder.isEmpty())
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "kubectl")));
        return onPath ? "kubectl" : ours.program().toString();
    }
}
