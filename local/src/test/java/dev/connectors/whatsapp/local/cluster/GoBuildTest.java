package dev.connectors.whatsapp.local.cluster;

import dev.connectors.whatsapp.local.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class GoBuildTest {
    @Test
    void tellsKubernetesItsVersion() {
        var version = "-X k8s.io/component-base/version.";

        assertThat(GoBuild.arguments(Component.SCHEDULER, Path.of("/cache/kube-scheduler")))
                .containsExactly(
                        "go",
                        "build",
                        "-trimpath",
                        "-ldflags",
                        "-s -w %sgitVersion=v1.36.3 %sgitMajor=1 %sgitMinor=36".formatted(version, version, version),
                        "-o",
                        "/cache/kube-scheduler",
                        "k8s.io/kubernetes/cmd/kube-scheduler");
    }

    @Test
    void buildsTheVersionsThatAreDownloadedElsewhere() throws IOException {
        var modules = Repository.find().resolve("local/kubernetes");

        assertThat(Files.readString(modules.resolve("kubernetes/go.mod")))
                .contains("k8s.io/kubernetes v" + Versions.KUBERNETES + "\n");
        assertThat(Files.readString(modules.resolve("etcd/go.mod")))
                .contains("go.etcd.io/etcd/server/v3 v" + Versions.ETCD + "\n");
    }
}
