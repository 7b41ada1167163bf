package dev.connectors.whatsapp.local.fleet;

import dev.connectors.whatsapp.local.BuiltProgram;
import dev.connectors.whatsapp.local.Repository;
import dev.connectors.whatsapp.local.kubelet.ContainerCommand;
import dev.connectors.whatsapp.local.kubelet.ContainerCommands;
import java.util.List;
import java.util.Map;

/** The images that the chart names by default, as the programs that this repository builds. */
public final class ProductImages {
    private static final String REGISTRY = "whatsapp-operator/";

    private ProductImages() {}

    /** Operator, connector and bridge; all three have to be built. */
    public static ContainerCommands of(Repository repository) {
        return ContainerCommands.none()
                .with(REGISTRY + "operator", java(BuiltProgram.OPERATOR.command(repository, "-Xmx128m")))
                .with(REGISTRY + "connector", java(BuiltProgram.CONNECTOR.command(repository, "-Xmx192m")))
                .with(
                        REGISTRY + "bridge",
                        ContainerCommand.of("node", "dist/bundle/main.js")
                                .withDirectory(repository.resolve("connector/bridge")));
    }

    private static ContainerCommand java(List<String> command) {
        return ContainerCommand.of(command.toArray(String[]::new))
                .withEnvironment(Map.of("SERVER_ADDRESS", "$(POD_IP)"));
    }
}
