package dev.connectors.whatsapp.local.quickstart;

import dev.connectors.whatsapp.local.Repository;
import dev.connectors.whatsapp.local.auth.TokenIssuer;
import dev.connectors.whatsapp.local.firestore.FirestoreDocuments;
import dev.connectors.whatsapp.local.firestore.FirestoreEmulator;
import dev.connectors.whatsapp.local.process.ChildProcess;
import dev.connectors.whatsapp.local.whatsapp.WhatsAppLoopback;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.jspecify.annotations.Nullable;

/** The parts of the system, started one by one and stopped in reverse. A part that was not started is an error. */
final class Stack implements AutoCloseable {
    static final String PROJECT = "demo-quickstart";

    private final Repository repository;
    private final Workspace workspace;
    private final Deque<Runnable> stops = new ConcurrentLinkedDeque<>();
    private @Nullable FirestoreEmulator firestore;
    private @Nullable WhatsAppLoopback whatsapp;
    private @Nullable TokenIssuer tokens;
    private @Nullable ConnectorServer connector;

    Stack(Repository repository, Workspace workspace) {
        this.repository = repository;
        this.workspace = workspace;
    }

    FirestoreEmulator startFirestore() {
        var part = FirestoreEmulator.start(workspace.log("firestore"));
        stops.push(part::close);
        // One that ran before us may hold an earlier run.
        part.clear(PROJECT);
        firestore = part;
        return part;
    }

    WhatsAppLoopback startWhatsApp() {
        var part = WhatsAppLoopback.start(repository, workspace.log("whatsapp"));
        stops.push(part::close);
        whatsapp = part;
        return part;
    }

    TokenIssuer startTokenIssuer() {
        var part = TokenIssuer.start(PROJECT);
        stops.push(part::close);
        tokens = part;
        return part;
    }

    ConnectorServer startConnector() {
        var environment = new LinkedHashMap<String, String>(Map.of(
                "FIREBASE_PROJECT_ID", PROJECT,
                "FIRESTORE_EMULATOR_HOST", firestore().hostAndPort(),
                "SESSIONS_PATH", workspace.sessions().toString(),
                "AUTH_ISSUER_URI", tokens().issuerUri().toString(),
                "AUTH_JWKS_URI", tokens().jwksUri().toString()));
        environment.putAll(whatsapp().environment());
        var part = new ConnectorServer(repository, workspace, environment);
        stops.push(part::close);
        connector = part;
        part.start();
        return part;
    }

    FirestoreEmulator firestore() {
        return started(firestore, "Firestore");
    }

    FirestoreDocuments documents() {
        return firestore().documents(PROJECT);
    }

    WhatsAppLoopback whatsapp() {
        return started(whatsapp, "WhatsApp");
    }

    TokenIssuer tokens() {
        return started(tokens, "the token issuer");
    }

    ConnectorServer connector() {
        return started(connector, "the connector");
    }

    /** The connector's process, if it has been started. */
    Optional<ChildProcess> connectorProcess() {
        return Optional.ofNullable(connector).flatMap(ConnectorServer::process);
    }

    /** Stops what runs, the connector first. A second call does nothing. */
    @Override
    public void close() {
        for (var stop = stops.poll(); stop != null; stop = stops.poll()) {
            stop.run();
        }
    }

    private static <T> T started(@Nullable T part, String name) {
        if (part == null) {
            throw new IllegalStateException(name + " has not been started");
        }
        return part;
    }
}
