package dev.connectors.whatsapp.local.cluster;

import dev.connectors.whatsapp.local.kubelet.ContainerCommands;
import dev.connectors.whatsapp.local.kubelet.RestartBackoff;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * How a local cluster is to be.
 *
 * @param commands which program stands for which image
 * @param backoff between the restarts of a container
 * @param auditLog where a line for each write goes, in the format of Kubernetes' audit log
 * @param nodes their names, one at least; all of them are this machine
 * @param progress takes lines for a person while binaries are downloaded or built
 */
public record ClusterOptions(
        ContainerCommands commands,
        RestartBackoff backoff,
        Optional<Path> auditLog,
        List<String> nodes,
        Consumer<String> progress) {
    public ClusterOptions {
        nodes = List.copyOf(nodes);
        if (nodes.isEmpty()) {
            throw new IllegalArgumentException("A cluster needs a node");
        }
    }

    /** One node, Kubernetes' own backoff, no audit log, progress to standard error. */
    public static ClusterOptions of(ContainerCommands commands) {
        return new ClusterOptions(
                commands, RestartBackoff.KUBERNETES, Optional.empty(), List.of("local"), System.err::println);
    }

    public ClusterOptions withBackoff(RestartBackoff other) {
        return new ClusterOptions(commands, other, auditLog, nodes, progress);
    }

    public ClusterOptions withAuditLog(Path file) {
        return new ClusterOptions(commands, backoff, Optional.of(file), nodes, progress);
    }

    public ClusterOptions withNodes(String... names) {
        return new ClusterOptions(commands, backoff, auditLog, List.of(names), progress);
    }

    public ClusterOptions withProgress(Consumer<String> other) {
        return new ClusterOptions(commands, backoff, auditLog, nodes, other);
    }
}
