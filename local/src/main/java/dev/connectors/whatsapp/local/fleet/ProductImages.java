package dev.connectors.whatsapp.local.fleet;

import dev.connectors.whatsapp.local.Repository;
import dev.connectors.whatsapp.local.kubelet.ContainerCommand;
import dev.connectors.whatsapp.local.kubelet.ContainerCommands;
import dev.connectors.whatsapp.local.process.ShortLivedJvm;
import java.util.Map;

/** The images that the chart names by default, as the programs that this repository builds. */
public final class ProductImages {
    private static final String REGISTRY = "whatsapp-operator/";

    private ProductImages() {}

    /** Operator, connector and bridge; all three have to be built. */
    public static ContainerCommands of(Repository repository) {
        var operator = repository.resolve("operator/target");
        var bridge = repository.resolve("connector/bridge");
        return ContainerCommands.none()
                .with(
                        REGISTRY + "operator",
                        java(
                                "-Xmx128m",
                                "-cp",
                                operator.resolve("classes") + ":" + operator.resolve("lib") + "/*",
                                "dev.connectors.whatsapp.operator.OperatorMain"))
                .with(
                        REGISTRY + "connector",
                        java(
                                "-Xmx192m",
                                "-jar",
                                repository
                                        .resolve("connector/target/connector.jar")
                                        .toString()))
                .with(
                        REGISTRY + "bridge",
                        ContainerCommand.of("node", "dist/src/main.js").withDirectory(bridge));
    }

    private static ContainerCommand java(String... arguments) {
        return ContainerCommand.of(ShortLivedJvm.command(arguments).toArray(String[]::new))
                .withEnvironment(Map.of("SERVER_ADDRESS", "$(POD_IP)"));
    }
}
