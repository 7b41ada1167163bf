package dev.connectors.whatsapp.operator.fakeapi;

import io.fabric8.mockwebserver.http.RecordedRequest;
import java.net.URI;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** One request, as far as it matters here. */
public record ApiRequest(Verb verb, ObjectPath path, Map<String, String> query, String contentType, String body) {
    private static final String APPLY = "application/apply-patch+yaml";

    /** Empty for what is no request for an object. */
    static Optional<ApiRequest> of(RecordedRequest request) {
        var uri = URI.create(request.getPath());
        return ObjectPath.parse(uri.getPath()).map(path -> {
            var query = query(Optional.ofNullable(uri.getQuery()).orElse(""));
            var type = Optional.ofNullable(request.getHeader("Content-Type")).orElse("");
            return new ApiRequest(verb(request.getMethod(), path, query, type), path, query, type, body(request));
        });
    }

    /** In the plural and lower case, as in a path: {@code configmaps}. */
    public String resource() {
        return path.plural();
    }

    @Override
    public String toString() {
        return verb + " " + resource() + path.name().map(name -> "/" + name).orElse("");
    }

    private static Verb verb(String method, ObjectPath path, Map<String, String> query, String contentType) {
        return switch (method) {
            case "GET" -> query.containsKey("watch") ? Verb.WATCH : path.name().isPresent() ? Verb.GET : Verb.LIST;
            case "POST" -> Verb.CREATE;
            case "PUT" -> Verb.UPDATE;
            case "DELETE" -> Verb.DELETE;
            case "PATCH" ->
                !contentType.startsWith(APPLY)
                        ? Verb.PATCH
                        : path.subresource().isPresent() ? Verb.APPLY_STATUS : Verb.APPLY;
            default -> throw new IllegalArgumentException(method + " " + path);
        };
    }

    private static Map<String, String> query(String text) {
        return Arrays.stream(text.split("&", -1))
                .filter(pair -> !pair.isEmpty())
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair.length > 1 ? pair[1] : "", (a, b) -> a));
    }

    private static String body(RecordedRequest request) {
        return Optional.ofNullable(request.getUtf8Body()).orElse("");
    }
}
