package dev.connectors.whatsapp.bench;

import dev.connectors.whatsapp.local.poll.Look;
import dev.connectors.whatsapp.local.poll.Poll;
import dev.connectors.whatsapp.local.process.StopAtExit;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A connector on one volume that is started again whenever it ends, as systemd or a kubelet does. */
final class RestartedConnector implements AutoCloseable {
    private static final String NAME = "connector";
    private static final Duration SOON = Duration.ofSeconds(90);

    private final World world;
    private final Map<String, String> settings;
    /** What was alone after a kill, and has to end by itself. */
    private final Queue<ProcessHandle> left = new ConcurrentLinkedQueue<>();

    private final Runnable letItEnd = this::letItEnd;
    private volatile Connector current;
    private volatile boolean stopping;
    private int starts;
    private int kills;

    private RestartedConnector(World world, Map<String, String> settings) {
        this.world = world;
        this.settings = settings;
        this.current = launch();
    }

    static RestartedConnector start(World world, Map<String, String> settings) {
        var connector = new RestartedConnector(world, settings);
        connector.current.awaitReady();
        return connector;
    }

    private Connector launch() {
        var connector = world.launchConnector(NAME, settings);
        starts++;
        // What was added last is run first: nothing starts again what is being stopped.
        StopAtExit.remove(letItEnd);
        StopAtExit.add(letItEnd);
        Thread.startVirtualThread(() -> {
            connector.process().handle().onExit().join();
            startAgain();
        });
        return connector;
    }

    private void letItEnd() {
        stopping = true;
    }

    private synchronized void startAgain() {
        if (!stopping) {
            world.stop(current);
            current = launch();
        }
    }

    /** The one that was started last. It may not be ready yet. */
    Connector current() {
        return current;
    }

    void kill() {
        awaitOne();
        synchronized (this) {
            current.bridgeNow().ifPresent(left::add);
            current.process().kill();
            killed();
        }
    }

    void killWithBridge() {
        awaitOne();
        synchronized (this) {
            current.process().tree().forEach(ProcessHandle::destroyForcibly);
            killed();
        }
    }

    /** Waits for its end, which a kill that follows at once would hit again. */
    private void killed() {
        kills++;
        current.process().handle().onExit().join();
    }

    private void awaitOne() {
        Poll.until(
                "a connector",
                SOON,
                () -> current.process().isAlive() ? Look.done(current) : Look.notYet("one that has ended"));
    }

    void killBridge() {
        Poll.until("a bridge", SOON, () -> current.bridgeNow().map(Look::done).orElseGet(() -> Look.notYet("none")))
                .destroyForcibly();
    }

    /** How often it ended without having been killed. */
    synchronized int endsByItself() {
        return starts - 1 - kills;
    }

    /** Bridges that still run although their connector was killed. */
    List<ProcessHandle> orphans() {
        return left.stream().filter(ProcessHandle::isAlive).toList();
    }

    @Override
    public synchronized void close() {
        stopping = true;
        world.stop(current);
        left.forEach(ProcessHandle::destroyForcibly);
        StopAtExit.remove(letItEnd);
    }
}
