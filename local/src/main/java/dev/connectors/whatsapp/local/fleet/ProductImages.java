package dev.connectors.whatsapp.local.fleet;

import dev.connectors.whatsapp.local.Repository;
import dev.connectors.whatsapp.local.kubelet.ContainerCommand;
import dev.connectors.whatsapp.local.kubelet.ContainerCommands;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/** The images that the chart names by default, as the programs that this repository builds. */
public final class ProductImages {
    private static final String REGISTRY = "whatsapp-operator/";

    /** They live for minutes: the second compiler takes more of a small machine than it gives back. */
    private static final String QUICK_START = "-XX:TieredStopAtLevel=1";

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
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return ContainerCommand.of(Stream.concat(Stream.of(java, "-XX:+UseSerialGC", QUICK_START), Stream.of(arguments))
                        .toArray(String[]::new))
                .withEnvironment(Map.of("SERVER_ADDRESS", "$(POD_IP)"));
    }
}
