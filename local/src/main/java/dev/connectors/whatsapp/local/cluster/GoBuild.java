package dev.connectors.whatsapp.local.cluster;

import dev.connectors.whatsapp.local.process.ChildCommand;
import dev.connectors.whatsapp.local.process.ChildProcess;
import dev.connectors.whatsapp.local.process.ChildProcessException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Builds the programs from the pinned Go modules in {@code local/kubernetes}, where only a Go module proxy is to be
 * had. From empty caches that takes about seven minutes on two cores, four of them for kube-apiserver.
 */
final class GoBuild {
    private static final Duration SAY_EVERY = Duration.ofSeconds(30);
    private static final long LOOK_EVERY_MS = 100;

    private final Path modules;
    private final Consumer<String> progress;

    /** @param modules the folder {@code local/kubernetes} */
    GoBuild(Path modules, Consumer<String> progress) {
        this.modules = modules;
        this.progress = progress;
    }

    /**
     * Builds one program.
     *
     * @throws IOException when it does not build; the message has the end of the compiler's output
     */
    void build(Component component, Path target) throws IOException {
        var log = target.resolveSibling(component.fileName() + ".build.log");
        var command = new ChildCommand("go build", arguments(component, target), log)
                .withDirectory(modules.resolve(component == Component.ETCD ? "etcd" : "kubernetes"))
                .withEnvironment(Map.of("CGO_ENABLED", "0"));
        try (var build = ChildProcess.start(command)) {
            await(build, component);
            if (build.exitStatus().orElseThrow() != 0) {
                throw new IOException("go build of %s failed; the end of its output:%n%s"
                        .formatted(component.fileName(), String.join(System.lineSeparator(), build.logTail())));
            }
        } catch (ChildProcessException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    static List<String> arguments(Component component, Path target) {
        return List.of(
                "go",
                "build",
                "-trimpath",
                "-ldflags",
                linkerFlags(component),
                "-o",
                target.toAbsolutePath().toString(),
                component == Component.ETCD
                        ? "go.etcd.io/etcd/server/v3"
                        : "k8s.io/kubernetes/cmd/" + component.fileName());
    }

    /** Without its version, Kubernetes calls itself v0.0.0 and kubectl complains. */
    private static String linkerFlags(Component component) {
        if (component == Component.ETCD) {
            return "-s -w";
        }
        var version = Versions.KUBERNETES.split("\\.", -1);
        var variable = "-X k8s.io/component-base/version.";
        return "-s -w %sgitVersion=v%s %sgitMajor=%s %sgitMinor=%s"
                .formatted(variable, Versions.KUBERNETES, variable, version[0], variable, version[1]);
    }

    private void await(ChildProcess build, Component component) throws IOException {
        var start = System.nanoTime();
        var next = SAY_EVERY;
        while (build.exitStatus().isEmpty()) {
            var elapsed = Duration.ofNanos(System.nanoTime() - start);
            if (elapsed.compareTo(next) > 0) {
                progress.accept("%s: still building after %d s".formatted(component.fileName(), elapsed.toSeconds()));
                next = next.plus(SAY_EVERY);
            }
            try {
                Thread.sleep(LOOK_EVERY_MS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while building " + component.fileName(), e);
            }
        }
    }
}
