package dev.connectors.whatsapp.local.kubelet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class ProcessLedgerIT {
    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir
    Path folder;

    @Test
    void killsWhatACrashedKubeletLeft() throws IOException {
        var orphan = new ProcessBuilder("sh", "-c", "sleep 603 & wait").start();
        try (var crashed = ProcessLedger.open(folder)) {
            crashed.started(orphan.toHandle());
        }

        try (var next = ProcessLedger.open(folder)) {
            await().atMost(SOON).until(() -> !orphan.isAlive());
            assertThat(next.recorded(orphan.pid())).isEmpty();
        }
    }

    @Test
    void sparesAProcessThatOnlyHasTheNumber() throws IOException {
        var stranger = new ProcessBuilder("sleep", "604").start();
        Files.writeString(folder.resolve(Long.toString(stranger.pid())), "2020-01-01T00:00:00Z");

        try (var ledger = ProcessLedger.open(folder)) {
            assertThat(stranger.isAlive()).isTrue();
            assertThat(ledger.recorded(stranger.pid())).isEmpty();
        } finally {
            stranger.destroyForcibly();
        }
    }
}
