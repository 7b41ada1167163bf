package dev.connectors.whatsapp.local.process;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The command of a Java program that runs for seconds or minutes, on the JDK that runs us. */
public final class ShortLivedJvm {
    /** In so short a time the second compiler and a parallel collector take more of a small machine than they give back. */
    private static final List<String> FLAGS = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private ShortLivedJvm() {}

    /**
     * Its words, of which the first is the program.
     *
     * @param arguments of {@code java}
     */
    public static List<String> command(String... arguments) {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return Stream.of(Stream.of(java), FLAGS.stream(), Stream.of(arguments))
                .flatMap(part -> part)
                .toList();
    }
}
