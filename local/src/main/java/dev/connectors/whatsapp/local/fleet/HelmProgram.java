package dev.connectors.whatsapp.local.fleet;

import com.marcnuri.helm.Helm;
import dev.connectors.whatsapp.local.cluster.LocalCluster;
import dev.connectors.whatsapp.local.process.ShortLivedJvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code helm template} in a JVM of its own. Helm's library brings the runtime of Go, which takes the signals of the
 * process that it is loaded into: a JVM with it in it does not stop on Ctrl-C or SIGTERM any more.
 */
final class HelmProgram {
    private HelmProgram() {}

    /**
     * Renders a chart.
     *
     * @throws IllegalStateException with Helm's words
     */
    static String template(Path chart, String release, String namespace, List<Path> values) {
        var command = new ArrayList<>(ShortLivedJvm.command(
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                HelmProgram.class.getName(),
                chart.toString(),
                release,
                namespace));
        values.forEach(file -> command.add(file.toString()));
        try {
            var errors = Files.createTempFile("helm", ".log");
            try {
                var process = new ProcessBuilder(command)
                        .redirectError(errors.toFile())
                        .start();
                var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                if (process.waitFor() != 0) {
                    throw new IllegalStateException(Files.readString(errors));
                }
                return output;
            } finally {
                Files.delete(errors);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Helm cannot be run", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while Helm ran", e);
        }
    }

    /** Arguments: the chart's folder, the release, the namespace, and files of values, of which the last ones win. */
    public static void main(String[] args) {
        var command = new Helm(Path.of(args[0]))
                .template()
                .skipCrds()
                .withKubeVersion(LocalCluster.VERSION)
                .withName(args[1])
                .withNamespace(args[2]);
        for (var file : List.of(args).subList(3, args.length)) {
            command.withValuesFile(Path.of(file));
        }
        try {
            System.out.writeBytes(command.call().getBytes(StandardCharsets.UTF_8));
            System.out.flush();
        } catch (IllegalStateException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }
}
