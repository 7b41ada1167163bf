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
import dev.connectors.whatsapp.connector.bridge.BridgeInUse;
import dev.connectors.whatsapp.connector.bridge.BridgeLease;
import dev.connectors.whatsapp.connector.bridge.BridgeListener;
import dev.connectors.whatsapp.connector.config.SessionsFolder;
import dev.connectors.whatsapp.connector.config.Settings;
import dev.connectors.whatsapp.connector.firestore.Layout;
import dev.connectors.whatsapp.connector.firestore.Threads;
import dev.connectors.whatsapp.connector.kubernetes.AccountResources;
import dev.connectors.whatsapp.connector.lease.Holdings;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The parts that are made from settings. */
@Configuration(proxyBeanMethods = false)
class ConnectorConfiguration {

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    SessionsFolder sessionsFolder(Settings settings) {
        return new SessionsFolder(settings.sessions());
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

    @Bean
    BridgeClient bridgeClient(BridgeInUse bridge) {
        return new BridgeClient(bridge.socket());
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
