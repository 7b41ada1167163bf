package dev.connectors.whatsapp.local.process;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;

/** Asks a server whether it is ready, and remembers what it said. */
final class HttpProbe implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();
    private final HttpRequest request;
    private String seen = "not asked";

    HttpProbe(URI uri) {
        this.request = HttpRequest.newBuilder(uri).timeout(TIMEOUT).build();
    }

    /** Asks once; a value when the answer was 200. */
    Optional<Boolean> look() {
        try {
            var response = client.send(request, BodyHandlers.ofString());
            seen = "the last answer was %d %s".formatted(response.statusCode(), response.body());
            return response.statusCode() == 200 ? Optional.of(true) : Optional.empty();
        } catch (IOException notYet) {
            seen = "there was no answer";
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ChildProcessException("Interrupted while asking " + request.uri(), e);
        }
    }

    String seen() {
        return seen;
    }

    @Override
    public void close() {
        client.shutdownNow();
        client.close();
    }
}
