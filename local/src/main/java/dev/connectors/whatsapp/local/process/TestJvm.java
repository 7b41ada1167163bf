package dev.connectors.whatsapp.local.process;

import java.nio.file.Path;

/** Which of the JVMs that share a module's tests this one is. */
public final class TestJvm {
    private static final String NAME = System.getProperty("test.jvm", "jvm1");

    private TestJvm() {}

    /** Below {@code target}, where the log of a server goes that only this JVM starts. */
    public static Path log(String server) {
        return Path.of("target", "%s-%s.log".formatted(server, NAME));
    }
}
