package dev.connectors.whatsapp.local.http;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class JsonHttpTest {
    private final HttpServer server = newServer();
    private final JsonHttp http =
            new JsonHttp(URI.create("http://127.0.0.1:" + server.getAddress().getPort()));

    record Echo(String method, String authorization, String body) {}

    @BeforeEach
    void serve() {
        server.createContext("/echo", exchange -> {
            try (exchange) {
                var echo = new Echo(
                        exchange.getRequestMethod(),
                        String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")),
                        new String(exchange.getRequestBody().readAllBytes(), UTF_8));
                var answer = JsonHttp.json().writeValueAsBytes(echo);
                exchange.sendResponseHeaders(200, answer.length);
                exchange.getResponseBody().write(answer);
            }
        });
        server.createContext("/broken", exchange -> {
            try (exchange) {
                var answer = "{\"error\":\"not_thread_writer\"}".getBytes(UTF_8);
                exchange.sendResponseHeaders(403, answer.length);
                exchange.getResponseBody().write(answer);
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        http.close();
        server.stop(0);
    }

    @Test
    void sendsJsonInTheNameOfTheCaller() {
        var echo = http.post("/echo", new Bearer("token"), Map.of("text", "hi"), Echo.class);

        assertThat(echo).isEqualTo(new Echo("POST", "Bearer token", "{\"text\":\"hi\"}"));
    }

    @Test
    void sendsNoAuthorizationForNobody() {
        assertThat(http.get("/echo", Bearer.NONE, Echo.class).authorization()).isEqualTo("null");
    }

    @Test
    void showsTheAnswerOfARefusal() {
        assertThatThrownBy(() -> http.delete("/broken", Bearer.NONE))
                .isInstanceOfSatisfying(HttpFailure.class, failure -> {
                    assertThat(failure.status()).isEqualTo(403);
                    assertThat(failure.body()).contains("not_thread_writer");
                    assertThat(failure).hasMessageStartingWith("DELETE http://127.0.0.1:");
                });
    }

    @Test
    void takesAMissingThingForNothing() {
        assertThat(http.find("/missing", Bearer.NONE)).isEmpty();
    }

    @Test
    void escapesPartsOfAPath() {
        assertThat(JsonHttp.encode("a b/c@d")).isEqualTo("a%20b%2Fc%40d");
    }

    @Test
    void hidesTokens() {
        assertThat(new Bearer("secret")).hasToString("a token");
    }

    private static HttpServer newServer() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
