package dev.connectors.whatsapp.local.kubelet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The logs of a container: a file for each start, named {@code CONTAINER.RESTARTS.log} in {@code NAMESPACE/POD}. The
 * last one and the one before are kept; they outlive the pod until another pod of its name comes.
 */
final class ContainerLogs {
    private final Path folder;
    private final String container;

    ContainerLogs(Path logs, String namespace, String pod, String container) {
        this.folder = logs.resolve(namespace).resolve(pod);
        this.container = container;
    }

    /** The file for a start; the one before the last is deleted. */
    Path next(int restarts) throws IOException {
        Files.deleteIfExists(file(restarts - 2));
        return file(restarts);
    }

    /** The file of the last start, if there was one. */
    Optional<Path> current() throws IOException {
        return newestFirst().stream().findFirst();
    }

    /** The file of the start before, if it is kept. */
    Optional<Path> previous() throws IOException {
        return newestFirst().stream().skip(1).findFirst();
    }

    private Path file(int restarts) {
        return folder.resolve("%s.%d.log".formatted(container, restarts));
    }

    private List<Path> newestFirst() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        var pattern = Pattern.compile(Pattern.quote(container) + "\\.(\\d+)\\.log");
        try (var files = Files.list(folder)) {
            return files.filter(file ->
                            pattern.matcher(file.getFileName().toString()).matches())
                    .sorted(Comparator.comparingInt(this::restarts).reversed())
                    .toList();
        }
    }

    private int restarts(Path file) {
        var name = file.getFileName().toString();
        return Integer.parseInt(name.substring(container.length() + 1, name.length() - ".log".length()));
    }
}
