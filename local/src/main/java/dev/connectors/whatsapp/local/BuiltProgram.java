package dev.connectors.whatsapp.local;

import dev.connectors.whatsapp.local.process.ShortLivedJvm;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A Java program of this repository as a container image runs it: from an archive and libraries, which takes less of a
 * processor at the start than a single jar with jars in it, and the connector from what a JVM has noted of a rehearsal.
 */
public enum BuiltProgram {
    CONNECTOR("connector") {
        @Override
        Stream<String> arguments(Path target) {
            var archive = target.resolve("connector.jar.original");
            return RehearsedStart.of(target, archive, "dev.connectors.whatsapp.connector.ConnectorApplication")
                    .arguments();
        }
    },
    OPERATOR("operator") {
        @Override
        Stream<String> arguments(Path target) {
            var classPath = target.resolve("classes") + File.pathSeparator + target.resolve("lib") + "/*";
            return Stream.of(
                    "--enable-native-access=ALL-UNNAMED",
                    "-cp",
                    classPath,
                    "dev.connectors.whatsapp.operator.OperatorMain");
        }
    };

    private final String module;

    BuiltProgram(String module) {
        this.module = module;
    }

    abstract Stream<String> arguments(Path target);

    /**
     * The command for a run of seconds or minutes, of which the first word is the program; the module has to be built.
     *
     * @param options of {@code java}
     */
    public List<String> command(Repository repository, String... options) {
        return command(ShortLivedJvm.command(options), repository);
    }

    /** As {@link #command}, for a run that goes on, or that is measured. */
    public List<String> longLivedCommand(Repository repository) {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        // As a JVM chooses by itself in a pod of so little memory.
        return command(List.of(java, "-XX:+UseSerialGC"), repository);
    }

    private List<String> command(List<String> java, Repository repository) {
        var target = repository.resolve(module).resolve("target");
        return Stream.concat(java.stream(), arguments(target)).toList();
    }
}
