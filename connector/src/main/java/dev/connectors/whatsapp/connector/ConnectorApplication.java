package dev.connectors.whatsapp.connector;

import com.google.cloud.firestore.Firestore;
import dev.connectors.whatsapp.connector.bridge.BridgeInUse;
import dev.connectors.whatsapp.connector.config.InvalidSettingsException;
import dev.connectors.whatsapp.connector.config.Settings;
import dev.connectors.whatsapp.connector.config.SettingsReader;
import dev.connectors.whatsapp.connector.config.UsageException;
import dev.connectors.whatsapp.connector.firestore.FirestoreClients;
import dev.connectors.whatsapp.connector.firestore.FirestoreProbe;
import dev.connectors.whatsapp.connector.firestore.Layout;
import dev.connectors.whatsapp.connector.migration.MigrateCommand;
import dev.connectors.whatsapp.connector.rehearsal.Rehearsal;
import dev.connectors.whatsapp.connector.transfer.TransferCommand;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** Starts the connector, or one of its commands, or says in one message why it cannot start. */
@SpringBootApplication(proxyBeanMethods = false)
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
        // Spring's logging starts with its application; until then every library would tell every step.
        LoggingSystem.get(ConnectorApplication.class.getClassLoader()).beforeInitialize();
        return switch (command) {
            case MigrateCommand.NAME -> MigrateCommand.run(arguments, System.getenv(), System.out::println);
            case TransferCommand.EXPORT, TransferCommand.IMPORT ->
                TransferCommand.run(command, arguments, System.getenv(), System.out::println);
            case Rehearsal.NAME -> rehearse(arguments);
            default -> throw new UsageException("\"" + command + "\" is no command");
        };
    }

    private static int rehearse(List<String> arguments) {
        if (!arguments.isEmpty()) {
            throw new UsageException("the command " + Rehearsal.NAME + " takes no arguments");
        }
        // Nobody else shall reach it.
        System.setProperty("server.address", "127.0.0.1");
        Rehearsal.run(environment -> new Rehearsed(start(environment)));
        return 0;
    }

    private record Rehearsed(ConfigurableApplicationContext context) implements Rehearsal.Started {
        @Override
        public URI address() {
            var server = ((WebServerApplicationContext) context).getWebServer();
            return URI.create(
                    "http://127.0.0.1:" + Objects.requireNonNull(server).getPort());
        }

        @Override
        public void close() {
            context.close();
        }
    }

    /**
     * Starts everything and returns when the HTTP server listens.
     *
     * @param environment what the process was told; nothing else is looked at
     * @throws InvalidSettingsException before anything is started
     */
    public static ConfigurableApplicationContext start(Map<String, String> environment) {
        var settings = SettingsReader.read(environment);
        var bridge = BridgeInUse.of(settings);
        // First of all: it takes as long as everything here until it listens.
        bridge.start();
        try {
            return start(settings, bridge);
        } catch (RuntimeException e) {
            bridge.stop();
            throw e;
        }
    }

    private static ConfigurableApplicationContext start(Settings settings, BridgeInUse bridge) {
        var firestore = FirestoreClients.open(settings.firestore());
        try {
            var layout = new Layout(firestore, settings.firestore().layout());
            var probe = new FirestoreProbe(layout, Clock.systemUTC());
            probe.requireReachable(settings.firestore());
            return application(settings, bridge, firestore, layout, probe);
        } catch (RuntimeException e) {
            firestore.shutdownNow();
            throw e;
        }
    }

    private static ConfigurableApplicationContext application(
            Settings settings, BridgeInUse bridge, Firestore firestore, Layout layout, FirestoreProbe probe) {
        var application = new SpringApplication(ConnectorApplication.class);
        application.setDefaultProperties(Map.of("server.port", settings.port()));
        application.addInitializers(context -> {
            var beans = (GenericApplicationContext) context;
            beans.registerBean(Settings.class, () -> settings);
            beans.registerBean(BridgeInUse.class, () -> bridge);
            beans.registerBean(
                    Firestore.class, () -> firestore, definition -> definition.setDestroyMethodName("shutdownNow"));
            beans.registerBean(Layout.class, () -> layout);
            beans.registerBean(FirestoreProbe.class, () -> probe);
        });
        return application.run();
    }
}
