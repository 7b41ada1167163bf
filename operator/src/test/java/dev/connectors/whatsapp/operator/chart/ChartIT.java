package dev.connectors.whatsapp.operator.chart;

import dev.connectors.whatsapp.local.Repository;
import dev.connectors.whatsapp.local.cluster.LocalClusterExtension;
import dev.connectors.whatsapp.local.cluster.TestNamespace;
import dev.connectors.whatsapp.operator.api.CrdFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A real API server takes what the chart installs, and the sample account of the README. */
@Tag("P4")
@ExtendWith(LocalClusterExtension.class)
class ChartIT {
    /** As an upgrade of the chart, which leaves the definitions alone, is prepared. */
    @BeforeEach
    void upgradeDefinitions(TestNamespace namespace) {
        var kubectl = namespace.cluster().kubectl();
        kubectl.run("apply", "--server-side", "--force-conflicts", "--filename", CrdFiles.FOLDER.toString());
        kubectl.run("wait", "--for=condition=Established", "--timeout=30s", "--filename", CrdFiles.FOLDER.toString());
    }

    @ParameterizedTest
    @EnumSource
    void theApiServerTakesWhatAnEnvironmentGets(Chart environment, TestNamespace namespace, @TempDir Path folder)
            throws IOException {
        var file = folder.resolve("rendered.yaml");
        Files.writeString(
                file, environment.render().replace("namespace: " + Chart.NAMESPACE, "namespace: " + namespace.name()));

        var answer = dryRun(namespace, file);

        assertThat(answer)
                .contains("connectorpool.whatsapp.connectors.dev/default", "deployment.apps/whatsapp-operator");
    }

    @Test
    void theApiServerTakesTheSampleAccount(TestNamespace namespace) {
        var answer = dryRun(namespace, Repository.find().resolve("examples/account.yaml"));

        assertThat(answer).contains("whatsappaccount.whatsapp.connectors.dev/sales-ro created");
    }

    /** Unknown fields are errors. */
    private static String dryRun(TestNamespace namespace, Path file) {
        return namespace
                .cluster()
                .kubectl()
                .run(
                        "apply",
                        "--dry-run=server",
                        "--validate=strict",
                        "--namespace",
                        namespace.name(),
                        "--filename",
                        file.toString());
    }
}
