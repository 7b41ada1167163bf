package dev.connectors.whatsapp.operator;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class HealthServerTest {
    private final HttpClient http = HttpClient.newHttpClient();
    private volatile boolean ready;
    private HealthServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HealthServer.start(Optional.of("127.0.0.1"), 0, () -> ready);
    }

    @AfterEach
    void stop() {
        server.close();
        http.close();
    }

    @Test
    void itIsHealthyBeforeItIsReady() throws IOException, InterruptedException {
        assertThat(get("/healthz").statusCode()).isEqualTo(200);
        assertThat(get("/readyz").statusCode()).isEqualTo(503);
        assertThat(get("/readyz").body()).isEqualTo("not ready\n");
    }

    @Test
    void itIsReadyAsLongAsItSeesTheCluster() throws IOException, InterruptedException {
        ready = true;
        var whileItSees = get("/readyz").statusCode();
        ready = false;

        assertThat(whileItSees).isEqualTo(200);
        assertThat(get("/readyz").statusCode()).isEqualTo(503);
    }

    @Test
    void itServesNothingElse() throws IOException, InterruptedException {
        assertThat(get("/").statusCode()).isEqualTo(404);
    }

    @Test
    void itIsGoneWhenItIsClosed() {
        var address = address("/healthz");

        server.close();

        assertThatThrownBy(() -> http.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString()))
                .isInstanceOf(ConnectException.class);
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(address(path)).build(), BodyHandlers.ofString());
    }

    private URI address(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }
}
