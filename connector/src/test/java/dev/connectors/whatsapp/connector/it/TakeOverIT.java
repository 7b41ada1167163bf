package dev.connectors.whatsapp.connector.it;

import dev.connectors.whatsapp.local.auth.TokenIssuer;
import dev.connectors.whatsapp.local.firestore.FirestoreEmulator;
import dev.connectors.whatsapp.local.firestore.FirestoreEmulatorExtension;
import dev.connectors.whatsapp.local.whatsapp.WhatsAppLoopback;
import dev.connectors.whatsapp.local.whatsapp.WhatsAppLoopbackExtension;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Several connectors that are all told to run the same accounts, each on a volume of its own, while those that hold them are
 * killed. {@code -Dtakeover.connectors=5 -Dtakeover.messages=2000 -Dtakeover.kills=8} makes it longer.
 */
@ExtendWith({FirestoreEmulatorExtension.class, WhatsAppLoopbackExtension.class})
class TakeOverIT {
    private static final int CONNECTORS = Integer.getInteger("takeover.connectors", 2);
    private static final int ACCOUNTS = Integer.getInteger("takeover.accounts", 10);
    private static final int MESSAGES = Integer.getInteger("takeover.messages", 200);
    private static final int KILLS = Integer.getInteger("takeover.kills", 2);

    private final String projectId = FirestoreEmulator.newProjectId();

    @Test
    @Tag("A2")
    @Tag("P5")
    @Tag("O4")
    @Tag("O7")
    void eachAccountHasOneHolderAndEachMessageArrivesOnceAndInOrder(
            FirestoreEmulator firestore, WhatsAppLoopback whatsapp, @TempDir Path folder) {
        try (var issuer = TokenIssuer.start(projectId);
                var fleet = new RivalConnectors(projectId, folder, firestore, whatsapp, issuer)) {
            fleet.start(CONNECTORS);
            fleet.addAccounts(ACCOUNTS, "2000");
            fleet.awaitAllConnected();

            var traffic = fleet.beginTraffic(MESSAGES);
            for (var kill = 1; kill <= KILLS; kill++) {
                await("traffic between the kills")
                        .atMost(Duration.ofMinutes(2))
                        .until(() -> traffic.accepted() >= MESSAGES * fleet.kills() / (KILLS + 1));
                fleet.killABusyOne();
                fleet.awaitAllConnected();
            }
            traffic.awaitSent(Duration.ofMinutes(3));

            traffic.assertEachArrivedOnceAndInOrder();
            assertThat(fleet.mostHoldersAtOnce())
                    .as("connections of one account at any moment that was looked at")
                    .isEqualTo(1);
            assertThat(traffic.stanzas())
                    .as("stanzas, those that had to be repeated included")
                    .isBetween((long) MESSAGES, MESSAGES + MESSAGES / 10L);
        }
    }

    @ParameterizedTest(name = "the bridge too: {0}")
    @ValueSource(booleans = {false, true})
    @Tag("A2")
    @Tag("P5")
    void aHolderThatStoodStillFindsTheAccountTakenAndSendsNothing(
            boolean itsBridgeToo, FirestoreEmulator firestore, WhatsAppLoopback whatsapp, @TempDir Path folder) {
        try (var issuer = TokenIssuer.start(projectId);
                var fleet = new RivalConnectors(projectId, folder, firestore, whatsapp, issuer)) {
            fleet.start(2);
            fleet.addAccounts(1, itsBridgeToo ? "2002" : "2001");
            fleet.awaitAllConnected();

            var frozen = fleet.freezeTheHolder(itsBridgeToo);
            fleet.awaitAllConnected();
            var traffic = fleet.beginTraffic(20);
            traffic.awaitSent(Duration.ofMinutes(1));
            frozen.goOn();

            assertThat(fleet.holdersNow()).isEqualTo(1);
            if (!itsBridgeToo) {
                assertThat(fleet.mostHoldersAtOnce())
                        .as("the bridge closes by itself before anybody takes over")
                        .isEqualTo(1);
            }
            traffic.assertEachArrivedOnceAndInOrder();
            assertThat(traffic.stanzas()).isEqualTo(20);
        }
    }

    @Test
    @Tag("A2")
    @Tag("P5")
    void aHolderWhoseBridgeAloneStoodStillKeepsTheAccountWithANewOne(
            FirestoreEmulator firestore, WhatsAppLoopback whatsapp, @TempDir Path folder) {
        try (var issuer = TokenIssuer.start(projectId);
                var fleet = new RivalConnectors(projectId, folder, firestore, whatsapp, issuer)) {
            fleet.start(2);
            fleet.addAccounts(1, "2003");
            fleet.awaitAllConnected();

            var frozen = fleet.freezeTheHoldersBridge();
            var traffic = fleet.beginTraffic(20);
            traffic.awaitSent(Duration.ofMinutes(2));

            assertThat(frozen.isAlive()).isFalse();
            assertThat(fleet.mostHoldersAtOnce()).isEqualTo(1);
            traffic.assertEachArrivedOnceAndInOrder();
            assertThat(traffic.stanzas()).isEqualTo(20);
        }
    }
}
