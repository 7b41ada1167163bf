package dev.connectors.whatsapp.connector.bridge;

import dev.connectors.whatsapp.connector.config.Settings;
import dev.connectors.whatsapp.connector.config.Settings.BridgeSettings;
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
                var socket = TemporarySocket.path();
                var process = new BridgeProcess(child, settings.sessions().path(), socket);
                yield new BridgeInUse(socket, Optional.of(process));
            }
        };
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
