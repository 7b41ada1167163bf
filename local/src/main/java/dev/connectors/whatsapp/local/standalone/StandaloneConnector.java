package dev.connectors.whatsapp.local.standalone;

import dev.connectors.whatsapp.local.BuiltProgram;
import dev.connectors.whatsapp.local.Repository;
import dev.connectors.whatsapp.local.fleet.OutsideWorld;
import dev.connectors.whatsapp.local.process.ChildCommand;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** How a connector is started that has its bridge as its child and finds the outside world on this machine. */
public final class StandaloneConnector {
    /** It finishes what it sends, then stops the bridge. */
    private static final Duration STOP_GRACE = Duration.ofSeconds(40);

    private StandaloneConnector() {}

    /**
     * The command; the connector is ready when its {@code /readyz} answers.
     *
     * @param address where it listens, a port of 127.0.0.1
     * @param folder where it runs and keeps its sessions
     * @param log where its output goes, and its bridge's
     * @param settings what differs from the defaults
     */
    public static ChildCommand command(
            Repository repository,
            OutsideWorld world,
            URI address,
            Path folder,
            Path log,
            Map<String, String> settings) {
        var environment = new HashMap<>(Map.of(
                "FIREBASE_PROJECT_ID", world.projectId(),
                "FIRESTORE_EMULATOR_HOST", world.firestore().hostAndPort(),
                "SESSIONS_PATH", sessions(folder).toString(),
                "AUTH_ISSUER_URI", world.tokens().issuerUri().toString(),
                "AUTH_JWKS_URI", world.tokens().jwksUri().toString(),
                "PORT", Integer.toString(address.getPort()),
                "SERVER_ADDRESS", "127.0.0.1",
                "PUBLIC_BASE_URL", address.toString(),
                "BRIDGE_DIR", repository.resolve("connector/bridge").toString(),
                // Empty counts as not set: a bridge of the user's own must not be used.
                "BRIDGE_SOCKET", ""));
        environment.putAll(world.whatsapp().environment());
        environment.putAll(settings);
        return new ChildCommand("connector", BuiltProgram.CONNECTOR.longLivedCommand(repository), log)
                .withEnvironment(environment)
                .withDirectory(folder)
                .withGrace(STOP_GRACE);
    }

    /** Where a connector that runs in this folder keeps its sessions. */
    public static Path sessions(Path folder) {
        return folder.resolve("sessions");
    }
}
