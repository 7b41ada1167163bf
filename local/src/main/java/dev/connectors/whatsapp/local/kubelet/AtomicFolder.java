package dev.connectors.whatsapp.local.kubelet;

import dev.connectors.whatsapp.local.FileTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A folder whose files change all at once, as the real kubelet's do: the files are in a folder of their own, a link
 * {@code ..data} leads to it, the visible names are links through {@code ..data}, and an update swaps that link. Who
 * watches for a change of {@code ..data} sees here what they see in Kubernetes.
 */
final class AtomicFolder {
    private static final String DATA = "..data";

    private final Path folder;
    private Optional<Map<String, FileContent>> written = Optional.empty();

    AtomicFolder(Path folder) {
        this.folder = folder;
    }

    /** Makes the folder hold exactly these files. Returns whether that changed anything. */
    boolean write(Map<String, FileContent> files) throws IOException {
        if (written.filter(files::equals).isPresent()) {
            return false;
        }
        Files.createDirectories(folder);
        var before = target();
        var data = Files.createTempDirectory(folder, "..");
        // A temporary folder is private; what is in it has modes of its own.
        Files.setPosixFilePermissions(data, permissions(0755));
        for (var file : files.entrySet()) {
            var path = data.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue().bytes());
            Files.setPosixFilePermissions(path, permissions(file.getValue().mode()));
        }
        var link = folder.resolve("..data_tmp");
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, data.getFileName());
        Files.move(link, folder.resolve(DATA), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        linkNames(files.keySet());
        if (before.isPresent()) {
            FileTree.delete(before.get());
        }
        written = Optional.of(new HashMap<>(files));
        return true;
    }

    private Optional<Path> target() throws IOException {
        var link = folder.resolve(DATA);
        return Files.isSymbolicLink(link)
                ? Optional.of(folder.resolve(Files.readSymbolicLink(link)))
                : Optional.empty();
    }

    /** A file in a subfolder is reached by a link for the subfolder. */
    private void linkNames(Set<String> paths) throws IOException {
        var names = new TreeSet<String>();
        paths.forEach(path -> names.add(Path.of(path).getName(0).toString()));
        for (var name : names) {
            var link = folder.resolve(name);
            if (!Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
                Files.createSymbolicLink(link, Path.of(DATA, name));
            }
        }
        try (var present = Files.list(folder)) {
            for (var path : present.toList()) {
                var name = path.getFileName().toString();
                if (!name.startsWith("..") && !names.contains(name)) {
                    Files.delete(path);
                }
            }
        }
    }

    static Set<PosixFilePermission> permissions(int mode) {
        var bits = PosixFilePermission.values();
        var permissions = EnumSet.noneOf(PosixFilePermission.class);
        for (var i = 0; i < bits.length; i++) {
            if ((mode & (1 << (bits.length - 1 - i))) != 0) {
                permissions.add(bits[i]);
            }
        }
        return permissions;
    }
}
