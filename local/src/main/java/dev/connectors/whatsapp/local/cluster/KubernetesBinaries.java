package dev.connectors.whatsapp.local.cluster;

import dev.connectors.whatsapp.local.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** The programs of one Kubernetes, on this machine. */
final class KubernetesBinaries {
    private final Path folder;

    private KubernetesBinaries(Path folder) {
        this.folder = folder;
    }

    /**
     * Finds the programs, or downloads or builds what is missing.
     *
     * @param progress takes lines for a person; nothing when all is there
     * @throws BinariesUnavailableException when they cannot be had; the message tells what to do
     */
    static KubernetesBinaries provide(Consumer<String> progress) {
        var platform = Platform.current();
        var lookup = new BinariesLookup(
                System.getenv(), Path.of(System.getProperty("user.home")), platform, Files::isExecutable);
        var choice = lookup.find();
        choice.notice().ifPresent(progress);
        if (!choice.missing().isEmpty()) {
            var official = new OfficialBinaries(OfficialBinaries.KUBERNETES, OfficialBinaries.ETCD, platform);
            new BinariesCache(
                            choice.folder(),
                            lookup::missingIn,
                            progress,
                            List.of(
                                    (component, target) -> download(official, platform, component, target),
                                    (component, target) -> build(progress, component, target)))
                    .fill();
        }
        return new KubernetesBinaries(choice.folder());
    }

    Path path(Component component) {
        return folder.resolve(component.fileName());
    }

    Path folder() {
        return folder;
    }

    private static void download(OfficialBinaries official, Platform platform, Component component, Path target)
            throws IOException {
        if (!official.publishes(component)) {
            throw new IOException("it is not published for " + platform);
        }
        official.download(component, target);
    }

    private static void build(Consumer<String> progress, Component component, Path target) throws IOException {
        Path modules;
        try {
            modules = Repository.find().resolve("local/kubernetes");
        } catch (IllegalStateException e) {
            throw new IOException("no Go modules to build from: " + e.getMessage(), e);
        }
        progress.accept(
                "%s: building it from Go modules; the first time takes minutes".formatted(component.fileName()));
        new GoBuild(modules, progress).build(component, target);
    }
}
