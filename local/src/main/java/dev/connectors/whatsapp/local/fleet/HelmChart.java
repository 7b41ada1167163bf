package dev.connectors.whatsapp.local.fleet;

import com.marcnuri.helm.Helm;
import dev.connectors.whatsapp.local.Repository;
import dev.connectors.whatsapp.local.cluster.LocalCluster;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The product's chart.
 *
 * @param folder that holds {@code Chart.yaml}
 */
public record HelmChart(Path folder) {
    public static HelmChart of(Repository repository) {
        return new HelmChart(repository.resolve("helm/whatsapp-operator"));
    }

    /** The files of the resource definitions, which Helm installs before everything else. */
    public List<Path> definitions() {
        try (var files = Files.list(folder.resolve("crds"))) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("The chart's resource definitions cannot be read", e);
        }
    }

    /**
     * What {@code helm template} prints: the objects without the definitions.
     *
     * @param release name of the release
     * @param namespace it is installed in
     * @param values they override the chart's own
     * @throws IllegalStateException with Helm's words, when the values are refused
     */
    public String render(String release, String namespace, Map<String, ?> values) {
        return render(release, namespace, values, List.of());
    }

    /**
     * As above.
     *
     * @param files names of files in the chart with values for an environment; the other values override theirs
     */
    public String render(String release, String namespace, Map<String, ?> values, List<String> files) {
        return withValues(
                values,
                overrides -> HelmProgram.template(
                        folder,
                        release,
                        namespace,
                        Stream.concat(files.stream().map(folder::resolve), Stream.of(overrides))
                                .toList()));
    }

    /** What {@code helm install} prints, the notes for the user among it; nothing is installed. Runs in this JVM. */
    public String installOutput(String release, String namespace, Map<String, ?> values) {
        return withValues(
                values,
                overrides -> new Helm(folder)
                        .install()
                        .clientOnly()
                        .dryRun()
                        .skipCrds()
                        .withKubeVersion(LocalCluster.VERSION)
                        .withName(release)
                        .withNamespace(namespace)
                        .withValuesFile(overrides)
                        .call()
                        .getOutput());
    }

    private static String withValues(Map<String, ?> values, Function<Path, String> command) {
        try {
            var overrides = Files.createTempFile("values", ".yaml");
            try {
                Files.writeString(overrides, Serialization.asYaml(values));
                return command.apply(overrides);
            } finally {
                Files.delete(overrides);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The values cannot be handed to Helm", e);
        }
    }
}
