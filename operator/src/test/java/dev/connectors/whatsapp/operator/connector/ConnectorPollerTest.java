package dev.connectors.whatsapp.operator.connector;

import com.sun.net.httpserver.HttpServer;
import dev.connectors.whatsapp.operator.assignment.ShardId;
import dev.connectors.whatsapp.operator.connector.ConnectorPoller.PodRef;
import dev.connectors.whatsapp.operator.connector.ConnectorPoller.Target;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class ConnectorPollerTest {
    private static final ShardId SHARD = new ShardId("default", 0);
    private static final ShardId HANGING = new ShardId("default", 1);
    private final CountDownLatch end = new CountDownLatch(1);
    private final List<ShardId> changes = new CopyOnWriteArrayList<>();
    private volatile int status = 200;
    private final AtomicInteger questions = new AtomicInteger();
    private volatile String state = "connected";
    private volatile String authorization = "";
    private HttpServer server;
    private ConnectorClient client;
    private ConnectorPoller poller;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/internal/accounts", exchange -> {
            try (exchange) {
                authorization = exchange.getRequestHeaders().getFirst("Authorization");
                var body = report().getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(status, 0);
                if (authorization.endsWith("slow")) {
                    exchange.getResponseBody().write(body, 0, 10);
                    exchange.getResponseBody().flush();
                    end.await();
                }
                exchange.getResponseBody().write(body);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        server.start();
        client = new ConnectorClient(Duration.ofMillis(500), server.getAddress().getPort());
        poller = new ConnectorPoller(client, Duration.ofMillis(20), changes::add);
    }

    @AfterEach
    void stop() {
        end.countDown();
        poller.close();
        client.close();
        server.stop(0);
    }

    @Test
    void whatTheConnectorTellsIsKnownAndOnlyWhatMattersIsTold() {
        poller.follow(Map.of(SHARD, target("secret")));

        await().until(() -> answers(SHARD) > 10);
        assertThat(authorization).isEqualTo("Bearer secret");
        assertThat(changes).containsExactly(SHARD);

        state = "connecting";
        await().until(() -> changes.size() > 1);
    }

    @Test
    void aConnectorThatHangsInTheBodyDelaysNobodyElse() {
        poller.follow(Map.of(SHARD, target("secret"), HANGING, target("slow")));

        await().until(() -> answers(SHARD) > 10);
        assertThat(answers(HANGING)).isZero();
        await().until(() -> heard(HANGING).isStale());
        assertThat(heard(SHARD).isStale()).isFalse();
    }

    @Test
    void afterThreeMissesNothingIsKnownAndTheLastReportIsKept() {
        poller.follow(Map.of(SHARD, target("secret")));
        await().until(() -> answers(SHARD) > 0);

        status = 500;

        await().until(() -> heard(SHARD).isStale());
        assertThat(heard(SHARD).report()).isPresent();
        // Told right after it is known.
        await().untilAsserted(() -> assertThat(changes).containsExactly(SHARD, SHARD));
    }

    @Test
    void aPodWithoutAnAddressIsMissedAndAnotherOneIsSomebodyElse() {
        poller.follow(Map.of(SHARD, target("secret")));
        await().until(() -> answers(SHARD) > 0);

        poller.follow(Map.of(
                SHARD, new Target(Optional.of(new PodRef("whatsapp-default-0-0", "2")), Optional.empty(), "secret")));

        assertThat(heard(SHARD).report()).isEmpty();
        await().until(() -> heard(SHARD).isStale());
    }

    @Test
    void anAnswerOfAnotherShardIsNone() {
        poller.follow(Map.of(HANGING, target("secret")));

        await().until(() -> heard(HANGING).isStale());
        assertThat(heard(HANGING).report()).isEmpty();
    }

    /** WhatsApp is heard all the time. */
    private String report() {
        return """
                {"shard": "whatsapp-default-0", "sessions": ["sales"], "tombstones": [], "accounts": [
                  {"accountId": "sales", "uid": "1", "status": "%s", "paired": true, "lastSeenAt": "2026-01-01T00:00:%02dZ"}]}
                """.formatted(state, questions.getAndIncrement() % 60);
    }

    private static Target target(String token) {
        return new Target(Optional.of(new PodRef("whatsapp-default-0-0", "1")), Optional.of("127.0.0.1"), token);
    }

    private Heard heard(ShardId shard) {
        return poller.heard(shard).orElseThrow();
    }

    private long answers(ShardId shard) {
        return poller.heard(shard).map(Heard::answers).orElse(0L);
    }
}
