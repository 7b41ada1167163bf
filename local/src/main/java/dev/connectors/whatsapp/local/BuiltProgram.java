package dev.connectors.whatsapp.local;

import dev.connectors.whatsapp.local.process.ShortLivedJvm;
import java.io.File;
import java.util.List;
import java.util.stream.Stream;

/**
 * A Java program of this repository as a container image runs it: from classes and libraries, which takes half of the time
 * that a single jar with jars in it needs to start.
 */
public enum BuiltProgram {
    CONNECTOR("connector", "dev.connectors.whatsapp.connector.ConnectorApplication"),
    OPERATOR("operator", "dev.connectors.whatsapp.operator.OperatorMain");

    private final String module;
    private final String main;

    BuiltProgram(String module, String main) {
        this.module = module;
        this.main = main;
    }

    /**
     * The command, of which the first word is the program; the module has to be built.
     *
     * @param options of {@code java}
     */
    public List<String> command(Repository repository, String... options) {
        var target = repository.resolve(module).resolve("target");
        var classPath = target.resolve("classes") + File.pathSeparator + target.resolve("lib") + "/*";
        return Stream.of(
                        ShortLivedJvm.command(options).stream(),
                        Stream.of("--enable-native-access=ALL-UNNAMED", "-cp", classPath, main))
                .flatMap(part -> part)
                .toList();
    }
}
