package dev.connectors.whatsapp.local.kubelet;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Puts the folders of this machine in the place of a container's mount paths, since a process cannot mount: in
 * {@code DATA=/data/x}, {@code --dir=/data} and {@code unix:///data/s.sock} the folder takes the place of
 * {@code /data}, but not in {@code /database} or {@code /var/data}.
 */
final class MountPaths {
    /** What goes on with a name; a mount path ends where none of these follows, and begins where none precedes. */
    private static final String NAME = "[A-Za-z0-9_.-]";

    private final Map<String, Path> folders;
    private final Optional<Pattern> pattern;

    /** @param folders by mount path */
    MountPaths(Map<String, Path> folders) {
        this.folders = folders.entrySet().stream()
                .collect(Collectors.toMap(mount -> withoutEndingSlash(mount.getKey()), Map.Entry::getValue));
        // Of two mounts, one below the other, the longer path is the right one.
        this.pattern = folders.isEmpty()
                ? Optional.empty()
                : Optional.of(this.folders.keySet().stream()
                                .sorted(Comparator.comparingInt(String::length).reversed())
                                .map(Pattern::quote)
                                .collect(Collectors.joining("|", "(?<!" + NAME + ")(?:", ")(?!" + NAME + ")")))
                        .map(Pattern::compile);
    }

    /** The text, with folders for mount paths. */
    String apply(String text) {
        return pattern.map(mounts ->
                        mounts.matcher(text).replaceAll(match -> Matcher.quoteReplacement(folder(match.group()))))
                .orElse(text);
    }

    /** The folder that is mounted at exactly this path. */
    Optional<Path> at(String mountPath) {
        return Optional.ofNullable(folders.get(withoutEndingSlash(mountPath)));
    }

    private String folder(String mountPath) {
        return at(mountPath).orElseThrow().toString();
    }

    private static String withoutEndingSlash(String path) {
        return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }
}
