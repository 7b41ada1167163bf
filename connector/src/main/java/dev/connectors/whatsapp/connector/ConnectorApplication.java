package dev.connectors.whatsapp.connector;

import com.google.cloud.firestore.Firestore;
import dev.connectors.whatsapp.connector.config.InvalidSettingsException;
import dev.connectors.whatsapp.connector.config.Settings;
import dev.connectors.whatsapp.connector.config.SettingsReader;
import dev.connectors.whatsapp.connector.firestore.FirestoreClients;
import dev.connectors.whatsapp.connector.firestore.FirestoreProbe;
import dev.connectors.whatsapp.connector.firestore.Layout;
import java.time.Clock;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** Starts the connector, or says in one message why it cannot start. */
@SpringBootApplication
public class ConnectorApplication {

    /** Ends with status 1 when the settings are wrong or Firestore does not answer. */
    public static void main(String[] args) {
        try {
            start(System.getenv());
        } catch (InvalidSettingsException e) {
            System.err.println(e.getMessage());
            System.exit(1);
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
