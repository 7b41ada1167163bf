package dev.connectors.whatsapp.connector.it;

import dev.connectors.whatsapp.local.process.FreePort;
import dev.connectors.whatsapp.local.process.Signal;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

import static dev.connectors.whatsapp.connector.it.RunningConnector.SOON;
import static org.awaitility.Awaitility.await;

/**
 * Has a Node process run in circles, as a bug in it would: by the inspector that every Node opens when it is asked to. The
 * process needs nothing for it but to be told where.
 */
final class EndlessLoop {
    private final int port = FreePort.find();

    /** What has to be among the {@code NODE_OPTIONS} of the process. */
    String option() {
        return "--inspect-port=127.0.0.1:" + port;
    }

    /** From here on it answers nobody, and no signal but those that the kernel itself obeys. */
    void beginIn(ProcessHandle node) throws IOException, InterruptedException {
        Signal.USR1.send(node);
        // What asks for HTTP/2 as well is taken for a WebSocket that is not one.
        try (var http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            var inspector = await("its inspector")
                    .atMost(SOON)
                    .until(() -> inspector(http), Optional::isPresent)
                    .orElseThrow();
            var evaluate = Map.of("id", 1, "method", "Runtime.evaluate", "params", Map.of("expression", "for (;;) {}"));
            var socket = http.newWebSocketBuilder()
                    .buildAsync(inspector, new WebSocket.Listener() {})
                    .join();
            socket.sendText(JsonMapper.shared().writeValueAsString(evaluate), true)
                    .join();
            socket.abort();
        }
    }

    private Optional<URI> inspector(HttpClient http) throws InterruptedException {
        var targets = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json/list"))
                .build();
        try {
            var answer =
                    http.send(targets, HttpResponse.BodyHandlers.ofString()).body();
            return JsonMapper.shared()
                    .readTree(answer)
                    .valueStream()
                    .map(target ->
                            URI.create(target.path("webSocketDebuggerUrl").asString()))
                    .findFirst();
        } catch (IOException notYet) {
            return Optional.empty();
        }
    }
}
