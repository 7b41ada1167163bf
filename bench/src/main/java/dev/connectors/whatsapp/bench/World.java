package dev.connectors.whatsapp.bench;

import dev.connectors.whatsapp.local.Repository;
import dev.connectors.whatsapp.local.auth.TokenIssuer;
import dev.connectors.whatsapp.local.firestore.FirestoreDocuments;
import dev.connectors.whatsapp.local.firestore.FirestoreEmulator;
import dev.connectors.whatsapp.local.fleet.OutsideWorld;
import dev.connectors.whatsapp.local.process.ChildProcess;
import dev.connectors.whatsapp.local.whatsapp.WhatsAppLoopback;
import java.io.IOException;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * Everything that takes part in a run, each a process of its own: what the product talks to, and as many connectors as the
 * benchmark starts. Closing stops all of it by the processes that were started, in the reverse order; so does the end of this
 * JVM, however it comes.
 */
final class World implements AutoCloseable {
    static final String EMULATOR = "Firestore emulator";
    static final String LOOPBACK = "WhatsApp loopback";

    private final Repository repository;
    private final RunFolder folder;
    private final OutsideWorld outside;
    private final Profiler profiler;
    private final CpuMeter cpu = new CpuMeter();
    private final Deque<Connector> connectors = new ConcurrentLinkedDeque<>();
    private final Set<String> folders = ConcurrentHashMap.newKeySet();

    private World(Repository repository, RunFolder folder, OutsideWorld outside, Profiler profiler) {
        this.repository = repository;
        this.folder = folder;
        this.outside = outside;
        this.profiler = profiler;
        outside.firestore().process().map(ChildProcess::handle).ifPresent(process -> {
            cpu.watch(EMULATOR, process);
            profiler.jvm("firestore", process);
        });
        var loopback = outside.whatsapp().process().handle();
        cpu.watch(LOOPBACK, loopback);
        profiler.node(loopback);
        cpu.watch("load generator", ProcessHandle.current());
    }

    /**
     * Starts what the product talks to.
     *
     * @param profiled whether profiles are taken
     * @param emulatorOptions how {@code java} runs the Firestore emulator
     */
    static World start(Repository repository, RunFolder folder, boolean profiled, String... emulatorOptions) {
        var profiler = new Profiler(repository, folder, profiled);
        var project = FirestoreEmulator.newProjectId();
        var firestore = FirestoreEmulator.start(folder.log("firestore"), emulatorOptions);
        var whatsapp = WhatsAppLoopback.start(repository, folder.log("whatsapp"), profiler.environment(Map.of()));
        return new World(
                repository,
                folder,
                new OutsideWorld(project, firestore, TokenIssuer.start(project), whatsapp),
                profiler);
    }

    /**
     * Starts a connector and waits until it is ready.
     *
     * @param name whose folder it runs in: under the name of an earlier one it finds that one's sessions
     * @param settings what differs from the defaults
     */
    Connector startConnector(String name, Map<String, String> settings) {
        var connector = launchConnector(name, settings);
        connector.awaitReady();
        cpu.watch("connector", connector.process().handle());
        cpu.watch("bridge", connector.bridge());
        profiler.jvm("connector", connector.process().handle());
        profiler.node(connector.bridge());
        return connector;
    }

    /** As {@link #startConnector}, but waits for nothing, and nobody looks at how it does. */
    Connector launchConnector(String name, Map<String, String> settings) {
        folders.add(name);
        var all = new HashMap<>(profiler.environment(whatsapp().environment()));
        // What is measured is not the wait of one account for the other.
        all.put("BOOT_JITTER_MAX_MS", "0");
        // Nor is one person who does everything held back.
        all.put("RATE_LIMIT_USER_PER_MIN", "100000");
        all.putAll(settings);
        var connector = Connector.start(repository, outside, folder.folder(name), all);
        connectors.push(connector);
        return connector;
    }

    /** Stops a connector in order, its bridge with it. */
    void stop(Connector connector) {
        connector.close();
        connectors.remove(connector);
    }

    OutsideWorld outside() {
        return outside;
    }

    WhatsAppLoopback whatsapp() {
        return outside.whatsapp();
    }

    FirestoreDocuments documents() {
        return outside.firestore().documents(outside.projectId());
    }

    CpuMeter cpu() {
        return cpu;
    }

    Profiler profiler() {
        return profiler;
    }

    RunFolder folder() {
        return folder;
    }

    Repository repository() {
        return repository;
    }

    @Override
    public void close() throws IOException {
        for (var connector = connectors.poll(); connector != null; connector = connectors.poll()) {
            connector.close();
        }
        outside.tokens().close();
        outside.whatsapp().close();
        outside.firestore().close();
        for (var name : folders) {
            folder.deleteSessions(name);
        }
    }
}
