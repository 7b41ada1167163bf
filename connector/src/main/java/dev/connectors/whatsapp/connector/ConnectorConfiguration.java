package dev.connectors.whatsapp.connector;

import dev.connectors.whatsapp.connector.account.AccountRegistry;
import dev.connectors.whatsapp.connector.account.AccountRepository;
import dev.connectors.whatsapp.connector.account.AccountSetup;
import dev.connectors.whatsapp.connector.account.AccountSource;
import dev.connectors.whatsapp.connector.account.FileAccountSource;
import dev.connectors.whatsapp.connector.account.FirestoreAccountSource;
import dev.connectors.whatsapp.connector.account.SessionResets;
import dev.connectors.whatsapp.connector.bridge.BridgeClient;
import dev.connectors.whatsapp.connector.bridge.BridgeEvents;
import dev.connectors.whatsapp.connector.bridge.BridgeLease;
import dev.connectors.whatsapp.connector.bridge.BridgeListener;
import dev.connectors.whatsapp.connector.bridge.BridgeProcess;
import dev.connectors.whatsapp.connector.config.SessionsFolder;
import dev.connectors.whatsapp.connector.config.Settings;
import dev.connectors.whatsapp.connector.config.Settings.BridgeSettings;
import dev.connectors.whatsapp.connector.firestore.Layout;
import dev.connectors.whatsapp.connector.firestore.Threads;
import dev.connectors.whatsapp.connector.kubernetes.AccountResources;
import dev.connectors.whatsapp.connector.lease.Holdings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The parts that are made from settings. */
@Configuration(proxyBeanMethods = false)
class ConnectorConfiguration {

    /** Where the bridge listens. */
    record BridgeSocket(Path path) {}

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    SessionsFolder sessionsFolder(Settings settings) {
        return new SessionsFolder(settings.sessions());
    }

    @Bean
    BridgeSocket bridgeSocket(Settings settings) {
        return new BridgeSocket(
                switch (settings.bridge()) {
                    case BridgeSettings.Sidecar sidecar -> sidecar.socket();
                    case BridgeSettings.Child child -> temporarySocket();
                });
    }

    private static Path temporarySocket() {
        try {
            var folder = Files.createTempDirectory("whatsapp-bridge");
            folder.toFile().deleteOnExit();
            return folder.resolve("bridge.sock");
        } catch (IOException e) {
            throw new UncheckedIOException("no folder can be made for the bridge's socket", e);
        }
    }

    @Bean
    Threads threads(Layout layout) {
        return new Threads(layout);
    }

    @Bean
    AccountSource accountSource(
            Settings settings,
            Layout layout,
            AccountRepository accounts,
            AccountRegistry registry,
            Holdings holdings,
            BridgeClient bridge) {
        var listed = settings.fleet()
                .<AccountSource>map(fleet -> new FileAccountSource(fleet.accounts(), accounts))
                .orElseGet(() -> new FirestoreAccountSource(layout, settings.share()));
        return new SessionResets(listed, layout, registry, holdings, bridge);
    }

    /** None where only an operator's users decide which accounts there are. */
    @Bean
    @Nullable
    AccountSetup accountSetup(Settings settings, AccountRepository accounts) {
        return settings.fleet()
                .map(fleet -> fleet.kubernetes().<AccountSetup>map(AccountResources::new))
                .orElseGet(() -> Optional.of(accounts::create))
                .orElse(null);
    }

    /** None where the bridge is somebody else's to run: those who ask for an Optional of it get an empty one then. */
    @Bean
    @Nullable
    BridgeProcess bridgeProcess(Settings settings, BridgeSocket socket) {
        return settings.bridge() instanceof BridgeSettings.Child child
                ? new BridgeProcess(child, settings.sessions().path(), socket.path())
                : null;
    }

    @Bean
    BridgeClient bridgeClient(BridgeSocket socket) {
        return new BridgeClient(socket.path());
    }

    @Bean
    BridgeLease bridgeLease(BridgeClient client) {
        return new BridgeLease(client);
    }

    @Bean
    BridgeEvents bridgeEvents(BridgeClient client, List<BridgeListener> listeners) {
        return new BridgeEvents(client, listeners);
    }
}
