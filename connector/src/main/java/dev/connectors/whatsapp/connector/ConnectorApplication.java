package dev.connectors.whatsapp.connector;

import com.google.cloud.firestore.Firestore;
import dev.connectors.whatsapp.connector.config.InvalidSettingsException;
import dev.connectors.whatsapp.connector.config.Settings;
import dev.connectors.whatsapp.connector.config.SettingsReader;
import dev.connectors.whatsapp.connector.firestore.FirestoreClients;
import dev.connectors.whatsapp.connector.firestore.FirestoreProbe;
import dev.connectors.whatsapp.connector.firestore.Layout;
import dev.connectors.whatsapp.connector.migration.MigrateCommand;
import dev.connectors.whatsapp.connector.migration.UsageException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** Starts the connector, or one of its commands, or says in one message why it cannot start. */
@SpringBootApplication
public class ConnectorApplication {

    /**
     * Runs the connector where nothing is said.
     *
     * @param args a command and its arguments. The process ends with status 1 when the settings are wrong or Firestore does
     *     not answer, with 2 when the command is not understood
     */
    public static void main(String[] args) {
        try {
            if (args.length == 0) {
                start(System.getenv());
            } else {
                System.exit(run(args[0], List.of(args).subList(1, args.length)));
            }
        } catch (InvalidSettingsException e) {
            end(1, e);
        } catch (UsageException e) {
            end(2, e);
        }
    }

    private static void end(int status, RuntimeException problem) {
        System.err.println(problem.getMessage());
        System.exit(status);
    }

    private static int run(String command, List<String> arguments) {
        if (!command.equals(MigrateCommand.NAME)) {
            throw new UsageException("\"" + command + "\" is no command");
        }
        // Spring's logging starts with its application; until then every library would tell every step.
        LoggingSystem.get(ConnectorApplication.class.getClassLoader()).beforeInitialize();
        return MigrateCommand.run(arguments, System.getenv(), System.out::println);
    }

    /**
     * Starts everything and returns when the HTTP server listens.
     *
     * @param environment what the process was told; nothing else is looked at
     * @throws InvalidSettingsException before anything is started
     */
    public static ConfigurableApplicationContext start(Map<String, String> environment) {
        var settings = SettingsReader.read(environment);
        var firestore = FirestoreClients.open(settings.firestore());
        try {
            var layout = new Layout(firestore, settings.firestore().layout());
            var probe = new FirestoreProbe(layout, Clock.systemUTC());
            probe.requireReachable(settings.firestore());
            return application(settings, firestore, layout, probe);
        } catch (RuntimeException e) {
            firestore.shutdownNow();
            throw e;
        }
    }

    private static ConfigurableApplicationContext application(
            Settings settings, Firestore firestore, Layout layout, FirestoreProbe probe) {
        var application = new SpringApplication(ConnectorApplication.class);
        application.setDefaultProperties(Map.of("server.port", settings.port()));
        application.addInitializers(context -> {
            var beans = (GenericApplicationContext) context;
            beans.registerBean(Settings.class, () -> settings);
            beans.registerBean(
                    Firestore.class, () -> firestore, definition -> definition.setDestroyMethodName("shutdownNow"));
            beans.registerBean(Layout.class, () -> layout);
            beans.registerBean(FirestoreProbe.class, () -> probe);
        });
        return application.run();
    }
}
