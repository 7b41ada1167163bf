package dev.connectors.whatsapp.local.firestore;

import dev.connectors.whatsapp.local.process.ExitWithParent;
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

    /** The arguments of a process that runs the jar on the JDK that runs us, and ends with us. */
    static List<String> of(Path jar, int port) {
        var arguments = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // It keeps everything in memory: 1.4 GB after 68,000 documents unless told otherwise.
                "-Xmx1g",
                "-XX:+UseSerialGC",
                // Its messages exist in English only, and it fails in some other languages.
                "-Duser.language=en",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                ExitWithParent.classPath() + File.pathSeparator + jar,
                ExitWithParent.class.getName()));
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
