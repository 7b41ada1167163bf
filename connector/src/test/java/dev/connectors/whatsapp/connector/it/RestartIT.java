package dev.connectors.whatsapp.connector.it;

import dev.connectors.whatsapp.local.auth.TokenIssuer;
import dev.connectors.whatsapp.local.firestore.FirestoreEmulator;
import dev.connectors.whatsapp.local.firestore.FirestoreEmulatorExtension;
import dev.connectors.whatsapp.local.process.Signal;
import dev.connectors.whatsapp.local.whatsapp.WhatsAppLoopback;
import dev.connectors.whatsapp.local.whatsapp.WhatsAppLoopbackExtension;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.connectors.whatsapp.connector.it.RunningConnector.SOON;
import static dev.connectors.whatsapp.connector.it.RunningConnector.sendRequest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What outlives the connector, and what outlives its bridge. */
@ExtendWith({FirestoreEmulatorExtension.class, WhatsAppLoopbackExtension.class})
class RestartIT {
    private final String projectId = FirestoreEmulator.newProjectId();

    @Test
    @Tag("P3")
    @Tag("A7")
    void afterARestartEveryAccountConnectsWithoutAQr(
            FirestoreEmulator firestore, WhatsAppLoopback whatsapp, @TempDir Path sessions) {
        var phones = List.of(whatsapp.phone("40713000001"), whatsapp.phone("40713000002"));
        try (var issuer = TokenIssuer.start(projectId)) {
            String first;
            String second;
            try (var connector = RunningConnector.start(projectId, sessions, firestore, whatsapp, issuer)) {
                first = connector.pair("First", phones.getFirst());
                second = connector.pair("Second", phones.getLast());
            }
            await("no connection is left behind")
                    .atMost(SOON)
                    .until(() ->
                            phones.stream().noneMatch(phone -> phone.state().connected()));

            try (var connector = RunningConnector.start(projectId, sessions, firestore, whatsapp, issuer)) {
                connector.awaitStatus(first, "connected");
                connector.awaitStatus(second, "connected");
            }
        }

        assertThat(whatsapp.counters().total().pairings()).isEqualTo(2);
    }

    @Test
    @Tag("O3")
    @Tag("O9")
    void whatIsAcceptedWhileTheAccountIsAwayGoesOutWhenItIsBack(
            FirestoreEmulator firestore, WhatsAppLoopback whatsapp, @TempDir Path sessions) {
        var phone = whatsapp.phone("40713000003");
        var contact = whatsapp.contact("40713900003");
        try (var issuer = TokenIssuer.start(projectId);
                var connector = RunningConnector.start(projectId, sessions, firestore, whatsapp, issuer)) {
            var account = connector.addAccount("Away", phone.number());
            connector.awaitStatus(account, "qr_ready");

            for (var i = 1; i <= 3; i++) {
                var body = sendRequest(account, contact.number(), "Message " + i, "m" + i);
                assertThat(connector
                                .post("/api/send", connector.employee("ana"), body)
                                .status())
                        .isEqualTo(200);
            }
            connector.link(account, phone);

            assertThat(contact.awaitMessagesFrom(phone.number(), 3, SOON))
                    .extracting(message -> message.text().orElse(""))
                    .containsExactly("Message 1", "Message 2", "Message 3");
        }
    }

    @Test
    @Tag("A4")
    void aBridgeThatDiesIsStartedAgainAndItsAccountsReturn(
            FirestoreEmulator firestore, WhatsAppLoopback whatsapp, @TempDir Path sessions) {
        var phone = whatsapp.phone("40713000004");
        try (var issuer = TokenIssuer.start(projectId);
                var connector = RunningConnector.start(projectId, sessions, firestore, whatsapp, issuer)) {
            var account = connector.pair("Restarted", phone);

            RunningConnector.bridges().forEach(ProcessHandle::destroyForcibly);

            await("the loss is noticed").atMost(SOON).until(() -> !"connected".equals(connector.status(account)));
            connector.awaitStatus(account, "connected");
            assertThat(connector.get("/readyz", Optional.empty()).status()).isEqualTo(200);
        }
        assertThat(RunningConnector.bridges())
                .as("no bridge outlives its connector")
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Tag("A4")
    void aBridgeThatStandsStillOrRunsInCirclesIsKilledAndItsAccountsReturn(
            boolean inCircles, FirestoreEmulator firestore, WhatsAppLoopback whatsapp, @TempDir Path sessions)
            throws Exception {
        var phone = whatsapp.phone(inCircles ? "40713000005" : "40713000006");
        var circles = new EndlessLoop();
        var settings = Map.of(
                "LEASE_MS", "3000",
                "LEASE_RENEW_EVERY_MS", "1000",
                "NODE_OPTIONS", whatsapp.environment().get("NODE_OPTIONS") + " " + circles.option());
        try (var issuer = TokenIssuer.start(projectId);
                var connector = RunningConnector.start(projectId, sessions, firestore, whatsapp, issuer, settings)) {
            var account = connector.pair("Frozen", phone);
            var frozen = RunningConnector.bridges();
            assertThat(frozen).hasSize(1);

            if (inCircles) {
                circles.beginIn(frozen.getFirst());
            } else {
                Signal.STOP.send(frozen.getFirst());
            }

            await("it is killed")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> frozen.stream().noneMatch(ProcessHandle::isAlive));
            await("the loss is noticed").atMost(SOON).until(() -> !"connected".equals(connector.status(account)));
            connector.awaitStatus(account, "connected");
        }
    }
}
