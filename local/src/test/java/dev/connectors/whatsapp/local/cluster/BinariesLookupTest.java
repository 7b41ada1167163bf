package dev.connectors.whatsapp.local.cluster;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BinariesLookupTest {
    private static final Path HOME = Path.of("/home/ana");
    private static final Path CACHE = Path.of(
            "/home/ana/.cache/whatsapp-connector-operator/kubernetes-%s-linux-arm64".formatted(Versions.KUBERNETES));
    private static final Platform PLATFORM = new Platform("linux", "arm64");

    @Test
    void takesTheFolderThatIsNamedWhenItIsComplete() {
        var choice = find(Map.of("KUBEBUILDER_ASSETS", "/assets"), all(Path.of("/assets"), CACHE));

        assertThat(choice).isEqualTo(new BinariesChoice(Path.of("/assets"), List.of(), Optional.empty()));
    }

    @Test
    void passesOverAFolderThatLacksSomethingAndSaysWhat() {
        var envtest = Stream.of("etcd", "kube-apiserver", "kubectl").map(Path.of("/assets")::resolve);

        var choice = find(
                Map.of("KUBEBUILDER_ASSETS", "/assets"),
                Stream.concat(envtest, all(CACHE).stream()).collect(Collectors.toSet()));

        assertThat(choice.folder()).isEqualTo(CACHE);
        assertThat(choice.missing()).isEmpty();
        assertThat(choice.notice().orElseThrow())
                .contains("KUBEBUILDER_ASSETS is \"/assets\", which lacks kube-controller-manager, kube-scheduler");
    }

    @Test
    void takesTheCacheAndSaysWhatHasToBePutThere() {
        var choice = find(Map.of("KUBEBUILDER_ASSETS", " "), Set.of(CACHE.resolve("etcd"), CACHE.resolve("kubectl")));

        assertThat(choice)
                .isEqualTo(new BinariesChoice(
                        CACHE,
                        List.of(Component.API_SERVER, Component.CONTROLLER_MANAGER, Component.SCHEDULER),
                        Optional.empty()));
    }

    @Test
    void usesTheCacheThatTheUserHasChosen() {
        assertThat(find(Map.of("XDG_CACHE_HOME", "/cache"), Set.of()).folder())
                .isEqualTo(Path.of(
                        "/cache/whatsapp-connector-operator",
                        CACHE.getFileName().toString()));
    }

    private static BinariesChoice find(Map<String, String> environment, Set<Path> executables) {
        return new BinariesLookup(environment, HOME, PLATFORM, executables::contains).find();
    }

    private static Set<Path> all(Path... folders) {
        return Arrays.stream(folders)
                .flatMap(folder -> Arrays.stream(Component.values()).map(c -> folder.resolve(c.fileName())))
                .collect(Collectors.toSet());
    }
}
