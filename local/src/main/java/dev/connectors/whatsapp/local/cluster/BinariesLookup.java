package dev.connectors.whatsapp.local.cluster;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Decides which binaries are used: the folder that the user names when it is complete, else the cache. Versions are
 * never mixed, so a folder with three of five programs is passed over as a whole, and said so.
 */
final class BinariesLookup {
    static final String FOLDER_VARIABLE = "KUBEBUILDER_ASSETS";

    private final Map<String, String> environment;
    private final Path home;
    private final Platform platform;
    private final Predicate<Path> isExecutable;

    BinariesLookup(Map<String, String> environment, Path home, Platform platform, Predicate<Path> isExecutable) {
        this.environment = environment;
        this.home = home;
        this.platform = platform;
        this.isExecutable = isExecutable;
    }

    BinariesChoice find() {
        var named = variable(FOLDER_VARIABLE).map(Path::of);
        if (named.isPresent() && missingIn(named.get()).isEmpty()) {
            return new BinariesChoice(named.get(), List.of(), Optional.empty());
        }
        var cache = cacheFolder();
        return new BinariesChoice(cache, missingIn(cache), named.map(this::passedOver));
    }

    List<Component> missingIn(Path folder) {
        return Arrays.stream(Component.values())
                .filter(component -> !isExecutable.test(folder.resolve(component.fileName())))
                .toList();
    }

    private Path cacheFolder() {
        return variable("XDG_CACHE_HOME")
                .map(Path::of)
                .orElse(home.resolve(".cache"))
                .resolve("whatsapp-connector-operator")
                .resolve("kubernetes-%s-%s".formatted(Versions.KUBERNETES, platform));
    }

    private String passedOver(Path folder) {
        var missing = missingIn(folder).stream().map(Component::fileName).collect(Collectors.joining(", "));
        return "%s is \"%s\", which lacks %s (setup-envtest has no controller manager and no scheduler): not used"
                .formatted(FOLDER_VARIABLE, folder, missing);
    }

    private Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }
}
