package dev.connectors.whatsapp.local.firestore;

import dev.connectors.whatsapp.local.firestore.EmulatorSource.Download;
import dev.connectors.whatsapp.local.firestore.EmulatorSource.Jar;
import dev.connectors.whatsapp.local.firestore.EmulatorSource.Running;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Decides which emulator is used. What the user names comes first, then what is installed, then the pinned download, so
 * that nothing is fetched on a machine that has one.
 */
final class EmulatorLookup {
    static final String HOST_VARIABLE = "FIRESTORE_EMULATOR_HOST";
    static final String JAR_VARIABLE = "FIRESTORE_EMULATOR_JAR";

    private static final Pattern HOST_AND_PORT = Pattern.compile("(\\[[0-9a-fA-F:]+]|[^:/\\s]+):(\\d{1,5})");
    private static final Path JAR_IN_CLOUD_SDK =
            Path.of("platform", "cloud-firestore-emulator", "cloud-firestore-emulator.jar");
    private static final Pattern JAR_OF_FIREBASE_TOOLS =
            Pattern.compile("cloud-firestore-emulator-v(\\d+)\\.(\\d+)\\.(\\d+)\\.jar");

    private final Map<String, String> environment;
    private final Path home;
    private final FileView files;

    EmulatorLookup(Map<String, String> environment, Path home, FileView files) {
        this.environment = environment;
        this.home = home;
        this.files = files;
    }

    /** @throws IllegalArgumentException when a variable is set to what cannot be right */
    EmulatorSource find() {
        return variable(HOST_VARIABLE)
                .<EmulatorSource>map(EmulatorLookup::running)
                .or(() -> variable(JAR_VARIABLE).map(this::namedJar))
                .or(this::installedJar)
                .orElseGet(this::pinnedJar);
    }

    private static Running running(String hostAndPort) {
        if (!HOST_AND_PORT.matcher(hostAndPort).matches()) {
            throw new IllegalArgumentException("%s is \"%s\"; it must name a running emulator as host:port, for example"
                            .formatted(HOST_VARIABLE, hostAndPort)
                    + " 127.0.0.1:8080, or be unset");
        }
        return new Running(hostAndPort);
    }

    private Jar namedJar(String name) {
        var jar = Path.of(name);
        if (!files.isFile(jar)) {
            throw new IllegalArgumentException(
                    "%s is \"%s\", which is no file; it must name the emulator's jar, or be unset"
                            .formatted(JAR_VARIABLE, name));
        }
        return new Jar(jar);
    }

    private Optional<EmulatorSource> installedJar() {
        return cloudSdkRoots()
                .map(root -> root.resolve(JAR_IN_CLOUD_SDK))
                .filter(files::isFile)
                .findFirst()
                .or(this::newestOfFirebaseTools)
                .map(Jar::new);
    }

    private EmulatorSource pinnedJar() {
        var cache = variable("XDG_CACHE_HOME").map(Path::of).orElse(home.resolve(".cache"));
        var target = cache.resolve("whatsapp-connector-operator").resolve(PinnedEmulator.FILE_NAME);
        return files.isFile(target) ? new Jar(target) : new Download(target);
    }

    private Stream<Path> cloudSdkRoots() {
        var roots = new ArrayList<Path>();
        variable("CLOUDSDK_ROOT").map(Path::of).ifPresent(roots::add);
        // Package managers put a link to SDK/bin/gcloud on the PATH.
        searchPath()
                .map(folder -> folder.resolve("gcloud"))
                .filter(files::isFile)
                .map(files::realPath)
                .map(Path::getParent)
                .filter(bin -> bin != null && bin.getParent() != null)
                .map(bin -> bin.getParent())
                .forEach(roots::add);
        roots.addAll(List.of(
                Path.of("/usr/lib/google-cloud-sdk"),
                Path.of("/usr/share/google-cloud-sdk"),
                home.resolve("google-cloud-sdk"),
                Path.of("/opt/google-cloud-sdk"),
                Path.of("/snap/google-cloud-cli/current")));
        for (var caskroom : List.of("/opt/homebrew/Caskroom", "/usr/local/Caskroom")) {
            for (var cask : List.of("gcloud-cli", "google-cloud-sdk")) {
                files.list(Path.of(caskroom, cask)).stream()
                        .sorted(Comparator.reverseOrder())
                        .map(version -> version.resolve("google-cloud-sdk"))
                        .forEach(roots::add);
            }
        }
        return roots.stream();
    }

    private Stream<Path> searchPath() {
        return Arrays.stream(variable("PATH").orElse("").split(File.pathSeparator, -1))
                .filter(folder -> !folder.isEmpty())
                .map(Path::of);
    }

    private Optional<Path> newestOfFirebaseTools() {
        var folder = variable("FIREBASE_EMULATORS_PATH")
                .map(Path::of)
                .orElse(home.resolve(".cache").resolve("firebase").resolve("emulators"));
        return files.list(folder).stream()
                .filter(jar -> JAR_OF_FIREBASE_TOOLS
                        .matcher(jar.getFileName().toString())
                        .matches())
                .max(Comparator.comparing(EmulatorLookup::version, Arrays::compare));
    }

    private static int[] version(Path jar) {
        var matcher = JAR_OF_FIREBASE_TOOLS.matcher(jar.getFileName().toString());
        return matcher.matches()
                ? new int[] {
                    Integer.parseInt(matcher.group(1)),
                    Integer.parseInt(matcher.group(2)),
                    Integer.parseInt(matcher.group(3))
                }
                : new int[0];
    }

    private Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }
}
