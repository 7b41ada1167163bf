package dev.connectors.whatsapp.operator;

import dev.connectors.whatsapp.operator.connector.ConnectorClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the operator, and ends it in order. */
public final class OperatorMain {
    private static final Logger LOG = LoggerFactory.getLogger(OperatorMain.class);
    private static final Duration POLL_INTERVAL = Duration.ofSeconds(2);
    private static final int CONNECTOR_PORT = 8080;
    private static final int FAILED = 1;

    private OperatorMain() {}

    public static void main(String[] arguments) {
        try {
            var settings = Settings.of(System.getenv());
            var term = new LeaseTerm(Leadership.LEASE_DURATION, System::nanoTime);
            var client = term.watched(new KubernetesClientBuilder());
            var problems = Preflight.problems(client, settings.namespace());
            if (!problems.isEmpty()) {
                throw new StartException(problems);
            }
            var runtime = new OperatorRuntime(
                    client,
                    term,
                    settings,
                    new ConnectorClient(ConnectorClient.DEADLINE, CONNECTOR_PORT),
                    POLL_INTERVAL,
                    Clock.systemUTC());
            Runtime.getRuntime().addShutdownHook(new Thread(runtime::close, "stop"));
            runtime.start();
            LOG.atInfo()
                    .addKeyValue("namespace", settings.namespace())
                    .addKeyValue("port", runtime.healthPort())
                    .log("the operator has started");
        } catch (Settings.InvalidException | StartException e) {
            fail(String.valueOf(e.getMessage()));
        } catch (RuntimeException | IOException e) {
            LOG.atDebug().setCause(e).log("the operator cannot start");
            fail("The operator cannot start: " + rootMessage(e));
        }
    }

    private static final class StartException extends Exception {
        private static final long serialVersionUID = 1L;

        StartException(List<String> problems) {
            super("The operator cannot start:\n  - " + String.join("\n  - ", problems));
        }
    }

    /** What Kubernetes said, if it said something; it is deep below. */
    private static String rootMessage(Throwable failure) {
        var cause = failure;
        while (cause.getCause() != null && !(cause instanceof KubernetesClientException)) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage());
    }

    private static void fail(String message) {
        LOG.error(message);
        System.exit(FAILED);
    }
}
