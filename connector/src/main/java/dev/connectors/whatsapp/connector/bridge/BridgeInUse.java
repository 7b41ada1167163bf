package dev.connectors.whatsapp.connector.bridge;

import dev.connectors.whatsapp.connector.config.Settings;
import dev.connectors.whatsapp.connector.config.Settings.BridgeSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The bridge that this connector works with.
 *
 * @param socket where it listens
 * @param process empty where somebody else runs it
 */
public record BridgeInUse(Path socket, Optional<BridgeProcess> process) {

    /** Runs nothing yet. */
    public static BridgeInUse of(Settings settings) {
        return switch (settings.bridge()) {
            case BridgeSettings.Sidecar sidecar -> new BridgeInUse(sidecar.socket(), Optional.empty());
            case BridgeSettings.Child child -> {
                var socket = temporarySocket();
                var process = new BridgeProcess(child, settings.sessions().path(), socket);
                yield new BridgeInUse(socket, Optional.of(process));
            }
        };
    }

    private static Path temporarySocket() {
        try {
            var folder = Files.createTempDirectory("whatsapp-bridge");
            folder.toFile().deleteOnExit();
            return folder.resolve("bridge.sock");
        } catch (IOException e) {
            throw new UncheckedIOException("no folder can be made for the bridge's socket", e);
        }
    }

    /** It begins to listen a second later or so. */
    public void start() {
        process.ifPresent(BridgeProcess::start);
    }

    /** Returns when the process is gone. */
    public void stop() {
        process.ifPresent(BridgeProcess::stop);
    }
}
