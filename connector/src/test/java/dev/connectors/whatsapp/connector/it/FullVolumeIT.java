package dev.connectors.whatsapp.connector.it;

import dev.connectors.whatsapp.local.auth.TokenIssuer;
import dev.connectors.whatsapp.local.firestore.FirestoreEmulator;
import dev.connectors.whatsapp.local.firestore.FirestoreEmulatorExtension;
import dev.connectors.whatsapp.local.whatsapp.WhatsAppLoopback;
import dev.connectors.whatsapp.local.whatsapp.WhatsAppLoopbackExtension;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The bridge's volume can no longer be written while everything runs: it fills up, or turns read-only. */
@ExtendWith({FirestoreEmulatorExtension.class, WhatsAppLoopbackExtension.class})
class FullVolumeIT {
    /** Longer than the bridge may take to say what it has found, with its next renewal. */
    private static final Duration NOTICED_WITHIN = Duration.ofSeconds(40);

    private final String projectId = FirestoreEmulator.newProjectId();

    @Test
    @Tag("A5")
    @Tag("H2")
    void itIsUnreadyAndNamesTheSettingAndLosesNothing(
            FirestoreEmulator firestore, WhatsAppLoopback whatsapp, @TempDir Path folder) throws Exception {
        var phone = whatsapp.phone("40716000001");
        var contact = whatsapp.contact("40716900001");
        var documents = firestore.documents(projectId);
        try (var issuer = TokenIssuer.start(projectId);
                var connector = RunningConnector.startToBeKilled(
                        projectId, folder, firestore, whatsapp, issuer, Map.of("LEASE_RENEW_EVERY_MS", "2000"))) {
            var account = connector.pair("Full", phone);

            limitFiles(connector.processes().getLast(), "1:");
            contact.writes(phone.number(), "while there is no room");

            awaitUnready(connector, folder.resolve("sessions"));
            assertThat(documents.list("whatsapp_messages")).isEmpty();

            limitFiles(connector.processes().getLast(), "unlimited:");

            await("the message is there")
                    .atMost(NOTICED_WITHIN)
                    .until(() -> documents.list("whatsapp_messages").size() == 1);
            connector.awaitStatus(account, "connected");
            await("it is ready")
                    .atMost(NOTICED_WITHIN)
                    .until(() -> connector.get("/readyz", Optional.empty()).status() == 200);
        }
    }

    @Test
    @Tag("A5")
    @Tag("H2")
    void whatComesInWhileItIsReadOnlyIsThereAfterItsRepair(
            FirestoreEmulator firestore, WhatsAppLoopback whatsapp, @TempDir Path folder) throws Exception {
        var phone = whatsapp.phone("40716000002");
        var contact = whatsapp.contact("40716900002");
        var documents = firestore.documents(projectId);
        try (var issuer = TokenIssuer.start(projectId);
                var volume = BreakableVolume.mount(folder)) {
            var sessions = volume.path().resolve("sessions");
            var settings = Map.of("LEASE_RENEW_EVERY_MS", "2000", "SESSIONS_PATH", sessions.toString());
            String account;
            try (var connector =
                    RunningConnector.startToBeKilled(projectId, folder, firestore, whatsapp, issuer, settings)) {
                account = connector.pair("Read-only", phone);

                volume.turnReadOnly();
                contact.writes(phone.number(), "while nothing can be written");

                awaitUnready(connector, sessions);
                assertThat(documents.list("whatsapp_messages")).isEmpty();
            }
            volume.repair();
            try (var connector =
                    RunningConnector.startToBeKilled(projectId, folder, firestore, whatsapp, issuer, settings)) {
                connector.awaitStatus(account, "connected");
                await("the message is there")
                        .atMost(NOTICED_WITHIN)
                        .until(() -> documents.list("whatsapp_messages").size() == 1);
            }
        }
        assertThat(whatsapp.counters().of(phone.number()).pairings()).isEqualTo(1);
    }

    private static void awaitUnready(RunningConnector connector, Path sessions) {
        await("it is unready").atMost(NOTICED_WITHIN).untilAsserted(() -> {
            var ready = connector.get("/readyz", Optional.empty());
            assertThat(ready.status()).isEqualTo(503);
            assertThat(ready.json().at("/checks/sessionsWritable").asBoolean(true))
                    .isFalse();
            assertThat(ready.json().path("problems").toString())
                    .contains("SESSIONS_PATH", sessions.toString(), "cannot be written");
        });
    }

    /** Every write to a file beyond that many bytes fails from here on, as on a volume that is full. */
    private static void limitFiles(ProcessHandle bridge, String size) throws IOException, InterruptedException {
        var prlimit = new ProcessBuilder("prlimit", "--pid", String.valueOf(bridge.pid()), "--fsize=" + size)
                .inheritIO()
                .start();
        assertThat(prlimit.waitFor()).isZero();
    }
}
