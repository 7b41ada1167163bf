package dev.connectors.whatsapp.operator;

import dev.connectors.whatsapp.operator.connector.ConnectorClient;
import dev.connectors.whatsapp.operator.fakeapi.FakeApiServer;
import dev.connectors.whatsapp.operator.manifests.Images;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** The operator as it runs, but on another API server. */
final class RunningOperator implements AutoCloseable {
    private final OperatorRuntime runtime;

    RunningOperator(FakeApiServer api) {
        var images = new Images("registry.example/connector:1", "registry.example/bridge:1");
        var term = new LeaseTerm(Leadership.LEASE_DURATION, System::nanoTime);
        runtime = new OperatorRuntime(
                term.watched(api.clientBuilder()),
                term,
                new Settings(Fleet.NAMESPACE, "operator-0", Optional.of("127.0.0.1"), 0, images),
                new ConnectorClient(ConnectorClient.DEADLINE, 1),
                Duration.ofSeconds(2),
                Clock.systemUTC());
    }

    void start() throws IOException {
        runtime.start();
    }

    @Override
    public void close() {
        runtime.close();
    }
}
