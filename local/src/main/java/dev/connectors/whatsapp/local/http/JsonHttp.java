package dev.connectors.whatsapp.local.http;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Requests to one server. A path is relative to its address and may carry a query; see {@link #encode}. */
public final class JsonHttp implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private final URI server;
    private final HttpClient client = HttpClient.newBuilder()
            // Spares every server the offer to upgrade.
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    public JsonHttp(URI server) {
        this.server = server;
    }

    /** A part of a path or query, escaped. */
    public static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** The JSON mapper for what was not read over HTTP. */
    public static JsonMapper json() {
        return JSON;
    }

    public URI uri(String path) {
        return URI.create(server + path);
    }

    /**
     * Reads JSON.
     *
     * @throws HttpFailure when the answer is not 2xx, or there is none within 30 s
     */
    public <T> T get(String path, Bearer bearer, Class<T> type) {
        return read(send("GET", path, bearer, null), type);
    }

    /**
     * Reads text, such as a page.
     *
     * @throws HttpFailure as {@link #get}
     */
    public String getText(String path, Bearer bearer) {
        return send("GET", path, bearer, null);
    }

    /** As {@link #get}, but a missing thing (404) is empty. */
    public Optional<JsonNode> find(String path, Bearer bearer) {
        try {
            return Optional.of(get(path, bearer, JsonNode.class));
        } catch (HttpFailure failure) {
            if (failure.status() == 404) {
                return Optional.empty();
            }
            throw failure;
        }
    }

    /**
     * Sends JSON and reads the answer's.
     *
     * @throws HttpFailure as {@link #get}
     */
    public <T> T post(String path, Bearer bearer, Object body, Class<T> type) {
        return read(send("POST", path, bearer, body), type);
    }

    /**
     * Sends JSON; what the answer says does not matter.
     *
     * @throws HttpFailure as {@link #get}
     */
    public void post(String path, Bearer bearer, Object body) {
        send("POST", path, bearer, body);
    }

    /**
     * Sets what is at the path.
     *
     * @throws HttpFailure as {@link #get}
     */
    public void put(String path, Bearer bearer, Object body) {
        send("PUT", path, bearer, body);
    }

    /**
     * Deletes or resets what is at the path.
     *
     * @throws HttpFailure as {@link #get}
     */
    public void delete(String path, Bearer bearer) {
        send("DELETE", path, bearer, null);
    }

    @Override
    public void close() {
        client.shutdownNow();
        client.close();
    }

    private static <T> T read(String body, Class<T> type) {
        return JSON.readValue(body, type);
    }

    private String send(String method, String path, Bearer bearer, @Nullable Object body) {
        var uri = uri(path);
        var description = method + " " + uri;
        var request = HttpRequest.newBuilder(uri).timeout(TIMEOUT);
        bearer.header().ifPresent(value -> request.header("Authorization", value));
        if (body == null) {
            request.method(method, BodyPublishers.noBody());
        } else {
            request.header("Content-Type", "application/json")
                    .method(method, BodyPublishers.ofString(JSON.writeValueAsString(body)));
        }
        try {
            var response = client.send(request.build(), BodyHandlers.ofString());
            if (response.statusCode() / 100 != 2) {
                throw new HttpFailure(description, response.statusCode(), response.body());
            }
            return response.body();
        } catch (IOException e) {
            throw new HttpFailure(description, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HttpFailure(description, e);
        }
    }
}
