package dev.connectors.whatsapp.bench;

import dev.connectors.whatsapp.local.Repository;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes CPU profiles of processes between two moments: of a JVM by its flight recorder ({@code .jfr}), of Node by its own
 * profiler ({@code .cpuprofile}), which a preload starts and stops at SIGUSR2.
 */
final class Profiler {
    private static final String RECORDING = "bench";

    private final Path folder;
    private final Path preload;
    private final boolean on;
    private final Map<String, ProcessHandle> jvms = new LinkedHashMap<>();
    private final List<ProcessHandle> nodes = new ArrayList<>();

    Profiler(Repository repository, RunFolder run, boolean on) {
        this.folder = run.folder("profiles");
        this.preload = repository.resolve("bench/src/main/node/profile.js");
        this.on = on;
    }

    /** Environment of a Node process that is to be profiled; merges with options it has already. */
    Map<String, String> environment(Map<String, String> present) {
        if (!on) {
            return present;
        }
        var environment = new LinkedHashMap<>(present);
        environment.merge("NODE_OPTIONS", "--import=" + preload.toUri(), (one, other) -> one + " " + other);
        environment.put("BENCH_PROFILES", folder.toString());
        return environment;
    }

    void jvm(String name, ProcessHandle process) {
        jvms.put(name, process);
    }

    void node(ProcessHandle process) {
        nodes.add(process);
    }

    void start() throws IOException, InterruptedException {
        if (on) {
            for (var jvm : jvms.values()) {
                jcmd(jvm, "JFR.start", "name=" + RECORDING, "settings=profile");
            }
            signalNodes();
        }
    }

    void stop() throws IOException, InterruptedException {
        if (on) {
            for (var jvm : jvms.entrySet()) {
                var file = folder.resolve(jvm.getKey().replace(' ', '-') + ".jfr");
                jcmd(jvm.getValue(), "JFR.stop", "name=" + RECORDING, "filename=" + file);
            }
            signalNodes();
        }
    }

    private void signalNodes() throws IOException, InterruptedException {
        for (var node : nodes) {
            run(List.of("kill", "-USR2", Long.toString(node.pid())));
        }
    }

    private static void jcmd(ProcessHandle jvm, String... command) throws IOException, InterruptedException {
        var all = new ArrayList<String>();
        all.add(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString());
        all.add(Long.toString(jvm.pid()));
        all.addAll(List.of(command));
        run(all);
    }

    private static void run(List<String> command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (process.waitFor() != 0) {
            throw new IOException("%s ended with status %d".formatted(command, process.exitValue()));
        }
    }
}
