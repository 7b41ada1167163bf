package dev.connectors.whatsapp.local;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The checked-out repository, of which this module runs parts that are not in its jar: the Node packages and the
 * connector.
 *
 * @param root the folder that holds {@code pom.xml} and {@code package-lock.json}, absolute
 */
public record Repository(Path root) {
    /** System property that names the repository's root. */
    public static final String PROPERTY = "whatsapp.connector.repository";

    /** Environment variable that names the repository's root; {@link #PROPERTY} comes first. */
    public static final String VARIABLE = "WHATSAPP_CONNECTOR_REPOSITORY";

    /**
     * Finds the repository from the property, the environment, or by walking up from the working directory (Maven runs
     * tests in the module's folder, an IDE in the root).
     *
     * @throws IllegalStateException when there is none
     */
    public static Repository find() {
        return find(System.getProperty(PROPERTY, ""), System.getenv(), Path.of(""));
    }

    static Repository find(String property, Map<String, String> environment, Path workingDirectory) {
        var named = property.isBlank() ? environment.getOrDefault(VARIABLE, "") : property;
        if (!named.isBlank()) {
            var root = Path.of(named).toAbsolutePath().normalize();
            if (!isRoot(root)) {
                throw new IllegalStateException(("%s (system property %s or environment variable %s) is not the root of"
                                + " this repository: pom.xml and package-lock.json must be in it")
                        .formatted(root, PROPERTY, VARIABLE));
            }
            return new Repository(root);
        }
        var start = workingDirectory.toAbsolutePath().normalize();
        for (var folder = start; folder != null; folder = folder.getParent()) {
            if (isRoot(folder)) {
                return new Repository(folder);
            }
        }
        throw new IllegalStateException(
                "Neither %s nor a folder above it holds pom.xml and package-lock.json: run inside the repository, or name its"
                                .formatted(start)
                        + " root by the environment variable " + VARIABLE);
    }

    /** The file or folder at a path below the root. */
    public Path resolve(String path) {
        return root.resolve(path);
    }

    private static boolean isRoot(Path folder) {
        return Files.isRegularFile(folder.resolve("pom.xml"))
                && Files.isRegularFile(folder.resolve("package-lock.json"));
    }
}
