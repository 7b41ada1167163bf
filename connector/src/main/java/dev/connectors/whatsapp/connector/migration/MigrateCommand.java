package dev.connectors.whatsapp.connector.migration;

import com.google.api.gax.rpc.ApiException;
import com.google.cloud.firestore.Firestore;
import dev.connectors.whatsapp.connector.config.InvalidSettingsException;
import dev.connectors.whatsapp.connector.config.SettingsReader;
import dev.connectors.whatsapp.connector.config.UsageException;
import dev.connectors.whatsapp.connector.firestore.FirestoreClients;
import dev.connectors.whatsapp.connector.firestore.FirestoreProbe;
import dev.connectors.whatsapp.connector.firestore.FirestoreUnavailableException;
import dev.connectors.whatsapp.connector.firestore.Layout;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** {@code java -jar connector.jar migrate}. */
public final class MigrateCommand {
    public static final String NAME = "migrate";

    private static final int DONE = 0;
    private static final int NOT_ALL = 1;

    private MigrateCommand() {}

    /**
     * Runs the command and returns the status that the process ends with: 0 when everything has its present name, or would
     * have it with {@code --apply}; 1 when something has not.
     *
     * @param arguments what stands behind the command's name
     * @param environment where Firestore is, by the connector's own settings
     * @param out takes lines for people
     * @throws UsageException if the arguments are not understood
     * @throws InvalidSettingsException if a setting is wrong or Firestore does not answer
     */
    public static int run(List<String> arguments, Map<String, String> environment, Consumer<String> out) {
        var told = MigrateArguments.parse(arguments);
        var settings = SettingsReader.readFirestore(environment);
        try (var client = new Client(FirestoreClients.open(settings))) {
            var layout = new Layout(client.firestore(), settings.layout());
            new FirestoreProbe(layout, Clock.systemUTC()).requireReachable(settings);
            return run(told, client.firestore(), layout, told.apply() ? Commits.real() : Commits.dryRun(), out);
        }
    }

    private record Client(Firestore firestore) implements AutoCloseable {
        @Override
        public void close() {
            firestore.shutdownNow();
        }
    }

    static int run(MigrateArguments told, Firestore firestore, Layout layout, Commits commits, Consumer<String> out) {
        var migration = new Migration(firestore, layout, commits, out);
        try {
            migration.run(told.account());
        } catch (FirestoreUnavailableException | ApiException e) {
            out.accept(migration.tally().text(told.apply()));
            out.accept("Stopped, as Firestore does not answer (" + e.getMessage() + "). Run it again to go on.");
            return NOT_ALL;
        }
        out.accept(migration.tally().text(told.apply()));
        return migration.tally().isAll() ? DONE : NOT_ALL;
    }
}
