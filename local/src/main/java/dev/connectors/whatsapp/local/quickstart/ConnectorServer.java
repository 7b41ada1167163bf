package dev.connectors.whatsapp.local.quickstart;

import dev.connectors.whatsapp.local.Repository;
import dev.connectors.whatsapp.local.process.ChildCommand;
import dev.connectors.whatsapp.local.process.ChildProcess;
import dev.connectors.whatsapp.local.process.FreePort;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The connector as it is run on a plain machine: its jar, with the bridge as its child. */
final class ConnectorServer implements AutoCloseable {
    private static final Duration START_DEADLINE = Duration.ofSeconds(60);

    /** It finishes what it sends, then stops the bridge. */
    private static final Duration STOP_GRACE = Duration.ofSeconds(40);

    private final Repository repository;
    private final Workspace workspace;
    private final Map<String, String> environment;
    private final URI address;
    private final ConnectorApi api;
    private int starts;
    private volatile @Nullable ChildProcess process;

    ConnectorServer(Repository repository, Workspace workspace, Map<String, String> environment) {
        var port = FreePort.find();
        this.repository = repository;
        this.workspace = workspace;
        this.address = URI.create("http://127.0.0.1:" + port);
        this.api = new ConnectorApi(address);
        this.environment = new LinkedHashMap<>(environment);
        this.environment.putAll(Map.of(
                "PORT", Integer.toString(port),
                "SERVER_ADDRESS", "127.0.0.1",
                "PUBLIC_BASE_URL", address.toString(),
                "BRIDGE_DIR", repository.resolve("connector/bridge").toString(),
                // Empty counts as not set: a bridge of the user's own must not be used.
                "BRIDGE_SOCKET", ""));
    }

    /** Starts it and waits until it is ready; each start has a log of its own. */
    void start() {
        starts++;
        var command = new ChildCommand(
                        "connector",
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-jar",
                                repository
                                        .resolve("connector/target/connector.jar")
                                        .toString()),
                        workspace.log(starts == 1 ? "connector" : "connector-" + starts))
                .withEnvironment(environment)
                .withDirectory(workspace.folder())
                .withGrace(STOP_GRACE);
        process = ChildProcess.start(command);
        process.awaitHttp(address.resolve("/readyz"), START_DEADLINE);
    }

    /** SIGTERM. */
    void stop() {
        process().ifPresent(ChildProcess::stop);
    }

    Optional<ChildProcess> process() {
        return Optional.ofNullable(process);
    }

    ConnectorApi api() {
        return api;
    }

    URI address() {
        return address;
    }

    @Override
    public void close() {
        stop();
        api.close();
    }
}
