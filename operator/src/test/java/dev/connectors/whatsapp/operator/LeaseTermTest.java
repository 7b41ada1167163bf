package dev.connectors.whatsapp.operator;

import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Against an API server that answers as the test says and takes a second for each answer, by the test's clock. */
class LeaseTermTest {
    private static final String LEASE_JSON =
            "{\"apiVersion\": \"coordination.k8s.io/v1\", \"kind\": \"Lease\", \"metadata\": {\"name\": \"whatsapp-operator\"}}";

    private final AtomicLong nanos = new AtomicLong();
    private final LeaseTerm term = new LeaseTerm(Duration.ofSeconds(15), nanos::get);
    private final Deque<Integer> answers = new ArrayDeque<>();
    private HttpServer server;
    private KubernetesClient client;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            seconds(1);
            var code = answers.isEmpty() ? 200 : answers.remove();
            var body = LEASE_JSON.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(code, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        client = new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder()
                        .withAutoConfigure(false)
                        .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
                        .withRequestRetryBackoffInterval(1)
                        .build())
                .withHttpClientBuilderConsumer(http -> http.addOrReplaceInterceptor("lease-term", term))
                .build();
    }

    @AfterEach
    void stop() {
        client.close();
        server.stop(0);
    }

    @Test
    void nothingHoldsBeforeTheLeaseWasWritten() {
        look();

        assertThat(term.isRunning()).isFalse();
    }

    @Test
    void itHoldsForItsDurationFromTheBeginOfTheRenewal() {
        look();
        write();

        seconds(12);
        assertThat(term.isRunning()).isTrue();
        seconds(1);
        assertThat(term.isRunning()).isFalse();
    }

    @Test
    void aRefusedRenewalDoesNotProlongIt() {
        look();
        write();
        seconds(10);
        look();
        answers.add(409);
        assertThatThrownBy(this::write).isInstanceOf(KubernetesClientException.class);

        seconds(3);
        assertThat(term.isRunning()).isFalse();
    }

    @Test
    void aLookThatTheClientTriesAgainCountsFromItsFirstTry() {
        answers.add(503);
        answers.add(503);
        look();
        write();

        seconds(10);
        assertThat(term.isRunning()).isTrue();
        seconds(1);
        assertThat(term.isRunning()).isFalse();
    }

    @Test
    void whatIsWrittenAfterItsEndDoesNotBringItBack() {
        look();
        write();
        term.end();
        look();
        write();

        assertThat(term.isRunning()).isFalse();
    }

    @Test
    void otherWritesAreNoRenewals() {
        look();
        client.resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName(Leadership.LEASE)
                        .withNamespace("test")
                        .endMetadata()
                        .build())
                .create();

        assertThat(term.isRunning()).isFalse();
    }

    private void look() {
        client.leases().inNamespace("test").withName(Leadership.LEASE).get();
    }

    private void write() {
        client.resource(new LeaseBuilder()
                        .withNewMetadata()
                        .withName(Leadership.LEASE)
                        .withNamespace("test")
                        .endMetadata()
                        .build())
                .create();
    }

    private void seconds(long seconds) {
        nanos.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }
}
