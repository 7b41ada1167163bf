package dev.connectors.whatsapp.connector;

import dev.connectors.whatsapp.connector.account.AccountSupervisor;
import dev.connectors.whatsapp.connector.account.Heartbeat;
import dev.connectors.whatsapp.connector.bridge.BridgeEvents;
import dev.connectors.whatsapp.connector.bridge.BridgeInUse;
import dev.connectors.whatsapp.connector.config.Settings;
import dev.connectors.whatsapp.connector.firestore.Calls;
import dev.connectors.whatsapp.connector.firestore.FirestoreUnavailableException;
import dev.connectors.whatsapp.connector.firestore.Layout;
import dev.connectors.whatsapp.connector.lease.LeaseKeeper;
import dev.connectors.whatsapp.connector.outbox.OutboxWorker;
import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.info.BuildProperties;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * The order in which the parts start and stop. The HTTP server starts after them and stops before them, so that every
 * request it takes finds them running.
 */
@Component
final class ConnectorLifecycle implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(ConnectorLifecycle.class);
    /** For what is under way when the connector stops; the rest is put back into the queue. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final Settings settings;
    private final Layout layout;
    private final BridgeInUse bridge;
    private final BridgeEvents events;
    private final LeaseKeeper lease;
    private final AccountSupervisor accounts;
    private final Heartbeat heartbeat;
    private final OutboxWorker worker;
    private final BuildProperties build;
    private volatile boolean running;

    ConnectorLifecycle(
            Settings settings,
            Layout layout,
            BridgeInUse bridge,
            BridgeEvents events,
            LeaseKeeper lease,
            AccountSupervisor accounts,
            Heartbeat heartbeat,
            OutboxWorker worker,
            BuildProperties build) {
        this.settings = settings;
        this.layout = layout;
        this.bridge = bridge;
        this.events = events;
        this.lease = lease;
        this.accounts = accounts;
        this.heartbeat = heartbeat;
        this.worker = worker;
        this.build = build;
    }

    @Override
    public void start() {
        log.atInfo()
                .addKeyValue("version", build.getVersion())
                .addKeyValue("workerId", settings.workerId())
                .addKeyValue("sessionsPath", settings.sessions().path().toAbsolutePath())
                .log("connector starts");
        if (settings.sessions().ephemeral()) {
            log.atWarn()
                    .log(
                            "SESSIONS_PATH is not set: sessions are kept in ./.baileys_auth and are lost with this machine's"
                                    + " disk; set SESSIONS_PATH to a folder on a volume");
        }
        events.start();
        lease.start();
        accounts.start();
        heartbeat.start();
        worker.start();
        settings.publicBaseUrl().ifPresent(url -> publish(url.toString()));
        running = true;
    }

    /** Tells client applications where the connectors are. */
    private void publish(String baseUrl) {
        try {
            Calls.await(layout.clientConfiguration().set(Map.of("baseUrl", baseUrl)));
        } catch (FirestoreUnavailableException e) {
            log.atWarn().setCause(e).log("the address could not be published to client applications");
        }
    }

    @Override
    public void stop() {
        log.atInfo().log("connector stops");
        worker.stop(GRACE);
        heartbeat.stop();
        accounts.stop();
        lease.stop();
        events.stop();
        bridge.stop();
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Before the web server's phase on the way up, after it on the way down. */
    @Override
    public int getPhase() {
        return 0;
    }
}
