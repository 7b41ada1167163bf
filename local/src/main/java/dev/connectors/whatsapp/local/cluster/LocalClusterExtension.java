package dev.connectors.whatsapp.local.cluster;

import dev.connectors.whatsapp.local.kubelet.ContainerCommands;
import dev.connectors.whatsapp.local.kubelet.RestartBackoff;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests a {@link LocalCluster} parameter, and each test a {@link TestNamespace} of its own, which is deleted after
 * it. One cluster serves all test classes of the JVM; the first class that asks decides which images it knows, so those
 * of one JVM agree on one set of {@linkplain #LocalClusterExtension(ContainerCommands) commands}.
 */
public class LocalClusterExtension implements BeforeAllCallback, ParameterResolver {
    private static final Namespace STORE = Namespace.create(LocalClusterExtension.class);

    private final ContainerCommands commands;

    /** A cluster in which no image is known: pods stay in {@code ErrImagePull}. */
    public LocalClusterExtension() {
        this(ContainerCommands.none());
    }

    /** For {@code @RegisterExtension}. */
    public LocalClusterExtension(ContainerCommands commands) {
        this.commands = commands;
    }

    /** Starts it before the first test, so that no test's time limit pays for it. */
    @Override
    public void beforeAll(ExtensionContext context) {
        cluster(context);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        var type = parameter.getParameter().getType();
        return type == LocalCluster.class || type == TestNamespace.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == LocalCluster.class
                ? cluster(context)
                : context.getStore(STORE)
                        .computeIfAbsent(
                                TestNamespace.class,
                                type -> TestNamespace.create(cluster(context)),
                                TestNamespace.class);
    }

    /** For extensions that build on this one. The end of the session closes it. */
    public LocalCluster cluster(ExtensionContext context) {
        return context.getStore(StoreScope.LAUNCHER_SESSION, STORE)
                .computeIfAbsent(Running.class, type -> Running.start(commands), Running.class)
                .cluster();
    }

    /** A cluster in a temporary folder; not below {@code target}, because paths of sockets in volumes are to be short. */
    private record Running(LocalCluster cluster, Path folder) implements AutoCloseable {
        static Running start(ContainerCommands commands) {
            try {
                var folder = Files.createTempDirectory("k8s");
                var options = ClusterOptions.of(commands)
                        .withBackoff(RestartBackoff.SHORT)
                        .withAuditLog(folder.resolve("audit.log"));
                return new Running(LocalCluster.start(folder, options), folder);
            } catch (IOException e) {
                throw new UncheckedIOException("No folder for the cluster", e);
            }
        }

        @Override
        public void close() throws IOException {
            cluster.close();
            Folders.delete(folder);
        }
    }
}
