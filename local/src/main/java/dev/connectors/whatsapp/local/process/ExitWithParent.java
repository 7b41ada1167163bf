package dev.connectors.whatsapp.local.process;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A main class for Java programs that do not watch their parent: runs another main class, and ends the JVM as soon as
 * standard input ends, which is when the parent is gone for whatever reason. A shutdown hook in the parent cannot help
 * when the parent is killed.
 */
public final class ExitWithParent {
    private static final int PARENT_GONE = 70;

    private ExitWithParent() {}

    /** The class path entry that holds this class. */
    public static Path classPath() {
        try {
            return Path.of(ExitWithParent.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("The class path of this program has no file name", e);
        }
    }

    /** Arguments: the main class, then its arguments. */
    public static void main(String[] args) throws ReflectiveOperationException {
        Thread.ofPlatform().daemon().name("exit-with-parent").start(ExitWithParent::haltAtEndOfInput);
        var program = Class.forName(args[0]).getMethod("main", String[].class);
        program.invoke(null, (Object) Arrays.copyOfRange(args, 1, args.length));
    }

    private static void haltAtEndOfInput() {
        try {
            while (System.in.read() >= 0) {
                // The parent writes nothing; only the end counts.
            }
        } catch (IOException endOfInput) {
            System.err.println("Standard input is broken: " + endOfInput.getMessage());
        }
        System.err.println("The parent process is gone.");
        Runtime.getRuntime().halt(PARENT_GONE);
    }
}
