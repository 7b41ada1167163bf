package dev.connectors.whatsapp.local.firestore;

import dev.connectors.whatsapp.local.firestore.EmulatorSource.Download;
import dev.connectors.whatsapp.local.firestore.EmulatorSource.Jar;
import dev.connectors.whatsapp.local.firestore.EmulatorSource.Running;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class EmulatorLookupTest {
    private static final Path HOME = Path.of("/home/ana");
    private static final String CACHED =
            "/home/ana/.cache/whatsapp-connector-operator/cloud-firestore-emulator-v1.19.8.jar";
    private static final String FIREBASE = "/home/ana/.cache/firebase/emulators/cloud-firestore-emulator-v";

    static Stream<Arguments> choices() {
        return Stream.of(
                choice("the running one, before anything else", jar("/named.jar"))
                        .given(Map.of(
                                "FIRESTORE_EMULATOR_HOST", "127.0.0.1:8080", "FIRESTORE_EMULATOR_JAR", "/named.jar"))
                        .then(new Running("127.0.0.1:8080")),
                choice("a running one by its name", jar("/named.jar"))
                        .given(Map.of("FIRESTORE_EMULATOR_HOST", "firestore:8080"))
                        .then(new Running("firestore:8080")),
                choice("the named jar, before an installed one", jar("/named.jar", sdk("/usr/lib/google-cloud-sdk")))
                        .given(Map.of("FIRESTORE_EMULATOR_JAR", "/named.jar"))
                        .then(new Jar(Path.of("/named.jar"))),
                choice("the SDK that CLOUDSDK_ROOT names", jar(sdk("/sdk"), sdk("/usr/lib/google-cloud-sdk")))
                        .given(Map.of("CLOUDSDK_ROOT", "/sdk"))
                        .then(new Jar(Path.of(sdk("/sdk")))),
                choice(
                                "the SDK of the gcloud on the PATH, behind its link",
                                jar("/bin/gcloud", sdk("/real/sdk"), sdk("/usr/lib/google-cloud-sdk")))
                        .given(Map.of("PATH", "/sbin:/bin"))
                        .then(new Jar(Path.of(sdk("/real/sdk")))),
                choice("an SDK in a usual folder", jar(sdk("/home/ana/google-cloud-sdk")))
                        .given(Map.of("PATH", "/sbin:/bin"))
                        .then(new Jar(Path.of(sdk("/home/ana/google-cloud-sdk")))),
                choice("the SDK of Homebrew", jar(sdk("/opt/homebrew/Caskroom/gcloud-cli/528.0.0/google-cloud-sdk")))
                        .given(Map.of())
                        .then(new Jar(Path.of(sdk("/opt/homebrew/Caskroom/gcloud-cli/528.0.0/google-cloud-sdk")))),
                choice(
                                "the newest of firebase-tools, by number and not by letter",
                                jar(FIREBASE + "1.9.0.jar", FIREBASE + "1.19.8.jar", FIREBASE + "1.2.jar.tmp"))
                        .given(Map.of())
                        .then(new Jar(Path.of(FIREBASE + "1.19.8.jar"))),
                choice("the one that was downloaded before", jar(CACHED))
                        .given(Map.of())
                        .then(new Jar(Path.of(CACHED))),
                choice("the download, when there is none", jar())
                        .given(Map.of("FIRESTORE_EMULATOR_HOST", " ", "PATH", ""))
                        .then(new Download(Path.of(CACHED))),
                choice("the download into the cache that the user has chosen", jar())
                        .given(Map.of("XDG_CACHE_HOME", "/cache"))
                        .then(new Download(
                                Path.of("/cache/whatsapp-connector-operator/cloud-firestore-emulator-v1.19.8.jar"))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("choices")
    void takes(String name, Set<Path> files, Map<String, String> environment, EmulatorSource expected) {
        var lookup = new EmulatorLookup(environment, HOME, new FakeFiles(files));

        assertThat(lookup.find()).as(name).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"8080", "localhost", "http://localhost:8080", ":8080", "localhost:http"})
    void refusesAnAddressThatIsNotHostAndPort(String value) {
        var lookup = new EmulatorLookup(Map.of("FIRESTORE_EMULATOR_HOST", value), HOME, new FakeFiles(Set.of()));

        assertThatThrownBy(lookup::find)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("FIRESTORE_EMULATOR_HOST is \"" + value + "\"")
                .hasMessageContaining("127.0.0.1:8080");
    }

    @Test
    void refusesANamedJarThatIsNotThere() {
        var lookup = new EmulatorLookup(Map.of("FIRESTORE_EMULATOR_JAR", "/gone.jar"), HOME, new FakeFiles(Set.of()));

        assertThatThrownBy(lookup::find)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("FIRESTORE_EMULATOR_JAR is \"/gone.jar\"");
    }

    private static String sdk(String root) {
        return root + "/platform/cloud-firestore-emulator/cloud-firestore-emulator.jar";
    }

    private static Set<Path> jar(String... files) {
        return Stream.of(files).map(Path::of).collect(Collectors.toSet());
    }

    private static Choice choice(String name, Set<Path> files) {
        return new Choice(name, files, Map.of());
    }

    private record Choice(String name, Set<Path> files, Map<String, String> environment) {
        Choice given(Map<String, String> variables) {
            return new Choice(name, files, variables);
        }

        Arguments then(EmulatorSource expected) {
            return Arguments.of(name, files, environment, expected);
        }
    }

    /** Files that are named one by one; /bin/gcloud is a link into /real/sdk. */
    private record FakeFiles(Set<Path> files) implements FileView {
        @Override
        public boolean isFile(Path path) {
            return files.contains(path);
        }

        @Override
        public Path realPath(Path path) {
            return path.equals(Path.of("/bin/gcloud")) ? Path.of("/real/sdk/bin/gcloud") : path;
        }

        @Override
        public List<Path> list(Path folder) {
            return files.stream()
                    .filter(file -> file.startsWith(folder))
                    .map(file -> folder.resolve(file.getName(folder.getNameCount())))
                    .distinct()
                    .toList();
        }
    }
}
