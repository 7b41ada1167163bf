package dev.connectors.whatsapp.bench;

import dev.connectors.whatsapp.local.poll.Look;
import dev.connectors.whatsapp.local.poll.Poll;
import dev.connectors.whatsapp.local.process.ChildCommand;
import dev.connectors.whatsapp.local.process.ChildProcess;
import dev.connectors.whatsapp.local.standalone.StandaloneConnector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A bridge beside its connector instead of below it, as in a pod, that is started again at once whenever it ends: a connector
 * waits longer and longer before it starts one again that ends all the time.
 */
final class RestartedBridge implements AutoCloseable {
    private static final Duration SOON = Duration.ofSeconds(90);

    private final World world;
    private final Path folder;
    private final Path socket;
    private ChildProcess current;
    private boolean stopping;
    private int starts;

    private RestartedBridge(World world, Path folder, Path socket) {
        this.world = world;
        this.folder = folder;
        this.socket = socket;
        this.current = launch();
    }

    /** @param connector the name of the connector on whose volume it runs */
    static RestartedBridge start(World world, String connector) throws IOException {
        // A socket's path has at most 103 bytes.
        var socket = Files.createTempDirectory("bench-bridge").resolve("bridge.sock");
        return new RestartedBridge(world, world.folder().folder(connector), socket);
    }

    private ChildProcess launch() {
        var environment = new HashMap<>(world.whatsapp().environment());
        environment.put("BRIDGE_SOCKET", socket.toString());
        environment.put("SESSIONS_PATH", StandaloneConnector.sessions(folder).toString());
        environment.put("BRIDGE_EXIT_WITH_PARENT", "true");
        var program = world.repository().resolve("connector/bridge/dist/bundle/main.js");
        var log = folder.resolve("bridge-%d.log".formatted(starts));
        starts++;
        var bridge = ChildProcess.start(new ChildCommand("bridge", List.of("node", program.toString()), log)
                .withEnvironment(environment)
                .withDirectory(folder));
        Thread.startVirtualThread(() -> {
            bridge.handle().onExit().join();
            startAgain();
        });
        return bridge;
    }

    private synchronized void startAgain() {
        if (!stopping) {
            current.close();
            current = launch();
        }
    }

    /** What the connector has to be told. */
    Map<String, String> settings() {
        return Map.of("BRIDGE_SOCKET", socket.toString());
    }

    /** SIGKILL, however far it has come. */
    void kill() {
        Poll.until("a bridge", SOON, () -> killOne() ? Look.done(true) : Look.notYet("one that has ended"));
    }

    private synchronized boolean killOne() {
        return current.isAlive() && current.handle().destroyForcibly();
    }

    @Override
    public synchronized void close() {
        stopping = true;
        current.close();
    }
}
