package dev.connectors.whatsapp.connector.bridge;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where a bridge listens that is a child of this process: in a folder that only this user can enter. */
public final class TemporarySocket {
    private TemporarySocket() {}

    /** Another one at each call; the folder goes with this process. */
    public static Path path() {
        try {
            var folder = Files.createTempDirectory("whatsapp-bridge");
            folder.toFile().deleteOnExit();
            return folder.resolve("bridge.sock");
        } catch (IOException e) {
            throw new UncheckedIOException("no folder can be made for the bridge's socket", e);
        }
    }
}
