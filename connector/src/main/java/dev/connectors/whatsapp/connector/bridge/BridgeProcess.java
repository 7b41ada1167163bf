package dev.connectors.whatsapp.connector.bridge;

import dev.connectors.whatsapp.connector.config.Settings.BridgeSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the bridge as a child of the connector, where nobody else does: starts it, starts it again when it ends, stops
 * it last. The child watches its standard input, a pipe that the kernel closes when the connector is gone by whatever
 * means, so it never outlives its parent.
 */
public final class BridgeProcess {
    private static final Logger log = LoggerFactory.getLogger(BridgeProcess.class);
    private static final Duration FIRST_RESTART = Duration.ofSeconds(1);
    private static final Duration LAST_RESTART = Duration.ofSeconds(30);
    /** A child that lived this long had started well. */
    private static final Duration HEALTHY_AFTER = Duration.ofMinutes(1);
    /** The bridge bounds its own shutdown by 5 s. */
    private static final Duration STOP_GRACE = Duration.ofSeconds(8);

    private final BridgeSettings.Child settings;
    private final Path sessions;
    private final Path socket;
    private final Thread supervisor = Thread.ofVirtual().name("bridge-process").unstarted(this::supervise);
    private volatile boolean stopping;
    private volatile @Nullable Process process;

    /**
     * Runs nothing before {@link #start}.
     *
     * @param sessions the folder of the sessions
     * @param socket where the bridge shall listen
     */
    public BridgeProcess(BridgeSettings.Child settings, Path sessions, Path socket) {
        this.settings = settings;
        this.sessions = sessions;
        this.socket = socket;
    }

    public void start() {
        supervisor.start();
    }

    /** Returns when the child is gone. */
    public void stop() {
        stopping = true;
        supervisor.interrupt();
        try {
            supervisor.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the present child as the kernel does, whatever state it is in; another one is started after it. */
    public void kill() {
        var child = process;
        if (child != null) {
            log.atError().addKeyValue("pid", child.pid()).log("the bridge no longer answers and is killed");
            child.destroyForcibly();
        }
    }

    private void supervise() {
        var delay = FIRST_RESTART;
        try {
            while (!stopping) {
                var startedAt = System.nanoTime();
                var child = spawn();
                process = child;
                var exit = child.waitFor();
                var lived = Duration.ofNanos(System.nanoTime() - startedAt);
                delay = lived.compareTo(HEALTHY_AFTER) > 0 ? FIRST_RESTART : delay;
                log.atError()
                        .addKeyValue("exitCode", exit)
                        .addKeyValue("restartInMs", delay.toMillis())
                        .log("the bridge has ended");
                Thread.sleep(delay);
                delay = delay.multipliedBy(2).compareTo(LAST_RESTART) > 0 ? LAST_RESTART : delay.multipliedBy(2);
            }
        } catch (InterruptedException stopped) {
            // stop() ends the wait for the child; nothing else interrupts this thread.
        } finally {
            endChild();
        }
    }

    private Process spawn() throws InterruptedException {
        var builder = new ProcessBuilder(
                        "node", settings.program().toAbsolutePath().toString())
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().clear();
        builder.environment().putAll(settings.environment());
        builder.environment().put("BRIDGE_SOCKET", socket.toString());
        builder.environment().put("SESSIONS_PATH", sessions.toAbsolutePath().toString());
        builder.environment().put("BRIDGE_EXIT_WITH_PARENT", "true");
        while (true) {
            try {
                return builder.start();
            } catch (IOException e) {
                log.atError().setCause(e).log("cannot start the bridge: is node on the PATH?");
                Thread.sleep(LAST_RESTART);
            }
        }
    }

    private void endChild() {
        var child = process;
        if (child == null) {
            return;
        }
        child.destroy();
        try {
            if (!child.waitFor(STOP_GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
                log.atError().log("the bridge does not end by itself and is killed");
                child.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            child.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
