package dev.connectors.whatsapp.connector.transfer;

import dev.connectors.whatsapp.connector.bridge.BridgeClient;
import dev.connectors.whatsapp.connector.bridge.BridgeException;
import dev.connectors.whatsapp.connector.bridge.BridgeProcess;
import dev.connectors.whatsapp.connector.bridge.TemporarySocket;
import dev.connectors.whatsapp.connector.config.InvalidSettingsException;
import dev.connectors.whatsapp.connector.config.Settings.BridgeSettings;
import dev.connectors.whatsapp.connector.config.Settings.TransferSettings;
import dev.connectors.whatsapp.connector.config.SettingsReader;
import dev.connectors.whatsapp.connector.config.UsageException;
import dev.connectors.whatsapp.connector.firestore.FirestoreClients;
import dev.connectors.whatsapp.connector.firestore.FirestoreProbe;
import dev.connectors.whatsapp.connector.firestore.Layout;
import dev.connectors.whatsapp.connector.lease.CopyEpochs;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** {@code java -jar connector.jar export-sessions} and {@code import-sessions}. */
public final class TransferCommand {
    public static final String EXPORT = "export-sessions";
    public static final String IMPORT = "import-sessions";

    private static final int DONE = 0;
    private static final int NOT_ALL = 1;

    private TransferCommand() {}

    /**
     * Runs one of the commands and returns the status that the process ends with: 0 when every session was moved, 1 when one
     * was not.
     *
     * @param arguments what stands behind the command's name
     * @param environment where Firestore, the volume and the key are, by the connector's own settings
     * @param out takes lines for people
     * @throws UsageException if the arguments are not understood
     * @throws InvalidSettingsException if a setting is wrong or Firestore does not answer
     */
    public static int run(
            String command, List<String> arguments, Map<String, String> environment, Consumer<String> out) {
        var told = TransferArguments.parse(command, arguments);
        var settings = SettingsReader.readTransfer(environment);
        var firestore = FirestoreClients.open(settings.firestore());
        try (var bridge = Bridge.of(settings)) {
            var layout = new Layout(firestore, settings.firestore().layout());
            new FirestoreProbe(layout, Clock.systemUTC()).requireReachable(settings.firestore());
            bridge.start.run();
            var transfer = new Transfer(
                    bridge.client,
                    CopyEpochs.of(layout, Clock.systemUTC()),
                    new Seal(settings.key()),
                    Clock.systemUTC(),
                    out);
            var all = command.equals(IMPORT) ? transfer.importFrom(told) : transfer.exportTo(told);
            return all ? DONE : NOT_ALL;
        } catch (BridgeException e) {
            out.accept("Nothing was moved, as the bridge does not answer (" + e.description() + ").");
            return NOT_ALL;
        } catch (IOException e) {
            out.accept("Nothing was moved, as the copies cannot be found (" + e + ").");
            return NOT_ALL;
        } finally {
            firestore.shutdownNow();
        }
    }

    /** The bridge of the volume: one that runs, beside its connector, or one for the time of the command. */
    private record Bridge(BridgeClient client, Runnable start, Runnable stop) implements AutoCloseable {
        static Bridge of(TransferSettings settings) {
            return switch (settings.bridge()) {
                case BridgeSettings.Sidecar sidecar ->
                    new Bridge(new BridgeClient(sidecar.socket()), () -> {}, () -> {});
                case BridgeSettings.Child child ->
                    ofItsOwn(quiet(child), settings.sessions().path());
            };
        }

        private static Bridge ofItsOwn(BridgeSettings.Child child, Path sessions) {
            var socket = TemporarySocket.path();
            var process = new BridgeProcess(child, sessions, socket);
            return new Bridge(new BridgeClient(socket), process::start, process::stop);
        }

        /** Nothing but why it cannot start, such as that a connector runs on its volume. */
        private static BridgeSettings.Child quiet(BridgeSettings.Child child) {
            var environment = new HashMap<>(child.environment());
            environment.put("LOG_LEVEL", "error");
            return new BridgeSettings.Child(child.directory(), Map.copyOf(environment));
        }

        @Override
        public void close() {
            client.close();
            stop.run();
        }
    }
}
