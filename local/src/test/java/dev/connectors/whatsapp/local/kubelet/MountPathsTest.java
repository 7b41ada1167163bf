package dev.connectors.whatsapp.local.kubelet;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class MountPathsTest {
    private final MountPaths mounts = new MountPaths(Map.of(
            "/data", Path.of("/host/data/v1"), "/data/deep/", Path.of("/host/v2"), "/tmp", Path.of("/tmp/host/v3")));

    @ParameterizedTest
    @CsvSource({
        "/data, /host/data/v1",
        "/data/, /host/data/v1/",
        "/data/session.mdb, /host/data/v1/session.mdb",
        "--dir=/data, --dir=/host/data/v1",
        "unix:///data/s.sock, unix:///host/data/v1/s.sock",
        "file:/data/a:/tmp/b, file:/host/data/v1/a:/tmp/host/v3/b",
        "/data/deep/x, /host/v2/x",
        "/data/deeper, /host/data/v1/deeper",
        "/database, /database",
        "/data.txt, /data.txt",
        "/data-old, /data-old",
        "/var/data, /var/data",
        "./data, ./data",
        "/tmp, /tmp/host/v3",
        "cp /data/a /tmp/a, cp /host/data/v1/a /tmp/host/v3/a",
    })
    void putsFoldersInThePlaceOfMountPaths(String text, String expected) {
        assertThat(mounts.apply(text)).isEqualTo(expected);
    }

    @Test
    void leavesEverythingWithoutMounts() {
        assertThat(new MountPaths(Map.of()).apply("/data")).isEqualTo("/data");
    }

    @Test
    void knowsWhatIsMountedWhere() {
        assertThat(mounts.at("/data/deep")).contains(Path.of("/host/v2"));
        assertThat(mounts.at("/data/other")).isEmpty();
    }
}
