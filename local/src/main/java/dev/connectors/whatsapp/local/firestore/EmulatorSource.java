package dev.connectors.whatsapp.local.firestore;

import java.nio.file.Path;

/** Where the emulator comes from. */
sealed interface EmulatorSource {
    /** One that runs already; it is neither started nor stopped here. */
    record Running(String hostAndPort) implements EmulatorSource {}

    /** A jar on this machine. */
    record Jar(Path path) implements EmulatorSource {}

    /** The pinned jar, which has to be downloaded to {@code target} first. */
    record Download(Path target) implements EmulatorSource {}
}
