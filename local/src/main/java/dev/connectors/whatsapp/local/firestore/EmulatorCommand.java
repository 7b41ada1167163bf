package dev.connectors.whatsapp.local.firestore;

import dev.connectors.whatsapp.local.process.ExitWithParent;
import dev.connectors.whatsapp.local.process.ShortLivedJvm;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarFile;

/** How an emulator's jar is run. */
final class EmulatorCommand {
    /** The Cloud SDK's jar names no main class. */
    private static final List<String> MAIN_OF_CLOUD_SDK =
            List.of("com.google.cloud.datastore.emulator.firestore.CloudFirestore", "start");

    private EmulatorCommand() {}

    /**
     * The arguments of a process that runs the jar on the JDK that runs us, and ends with us.
     *
     * @param options of {@code java}, which overrule those here
     */
    static List<String> of(Path jar, int port, List<String> options) {
        // With its second compiler it takes twice as much of the machine for a few minutes of tests.
        var arguments = new ArrayList<>(ShortLivedJvm.command(
                // It keeps everything in memory: 1.4 GB after 68,000 documents unless told otherwise.
                "-Xmx1g",
                // Its messages exist in English only, and it fails in some other languages.
                "-Duser.language=en",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow"));
        arguments.addAll(options);
        arguments.addAll(
                List.of("-cp", ExitWithParent.classPath() + File.pathSeparator + jar, ExitWithParent.class.getName()));
        arguments.addAll(mainClass(jar).map(List::of).orElse(MAIN_OF_CLOUD_SDK));
        arguments.addAll(List.of("--host=127.0.0.1", "--port=" + port));
        return arguments;
    }

    private static Optional<String> mainClass(Path jar) {
        try (var file = new JarFile(jar.toFile())) {
            return Optional.ofNullable(file.getManifest())
                    .map(manifest -> manifest.getMainAttributes().getValue(Attributes.Name.MAIN_CLASS));
        } catch (IOException e) {
            throw new UncheckedIOException("%s is not the jar of the Firestore emulator".formatted(jar), e);
        }
    }
}
