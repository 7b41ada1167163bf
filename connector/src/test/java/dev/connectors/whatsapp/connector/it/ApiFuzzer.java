package dev.connectors.whatsapp.connector.it;

import dev.connectors.whatsapp.connector.web.ApiDocument;
import dev.connectors.whatsapp.connector.web.ApiDocument.Endpoint;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes requests that {@code docs/openapi.json} forbids, each wrong in one way at least. The same seed makes the same
 * requests.
 */
final class ApiFuzzer {
    /** Neither an account, nor a recipient, nor a thread, nor a request; what is hard to read and to store. */
    private static final List<String> GARBAGE = List.of(
            "../..",
            "__id__",
            ".",
            "'; DROP TABLE x; --",
            "<script>",
            "%00",
            "\u0000\u0001",
            "\ud800",
            "ﷺ".repeat(50),
            "-1",
            "{{7*7}}",
            "a/b/c",
            "😀",
            "null",
            "x".repeat(3_000));

    private final Random random;
    private final List<Endpoint> endpoints;

    /**
     * A request that must not be served.
     *
     * @param token whether it comes with the token of somebody who may
     * @param whatIsWrong for people
     */
    record Malformed(String method, String path, boolean token, String contentType, String body, String whatIsWrong) {}

    ApiFuzzer(long seed) {
        this.random = new Random(seed);
        this.endpoints = ApiDocument.endpoints();
    }

    Malformed next() {
        var endpoint = endpoints.get(random.nextInt(endpoints.size()));
        var body = endpoint.hasBody() ? good(endpoint.schema()).toString() : "";
        return switch (random.nextInt(endpoint.hasBody() ? 8 : 3)) {
            case 0 -> wrong(endpoint, address(endpoint), false, body, "no token");
            case 1 -> wrong(endpoint, address(endpoint) + "/" + encoded(garbage()), true, body, "no such address");
            case 2 -> wrongAddress(endpoint, body);
            case 3 -> wrong(endpoint, address(endpoint), true, broken(body), "no JSON");
            case 4 -> wrong(endpoint, address(endpoint), true, noObject(), "no object");
            case 5 ->
                new Malformed(endpoint.method(), address(endpoint), true, "text/plain", body, "another media type");
            default -> wrongField(endpoint);
        };
    }

    private static Malformed wrong(Endpoint endpoint, String path, boolean token, String body, String what) {
        return new Malformed(endpoint.method(), path, token, "application/json", body, what);
    }

    /** Names nothing that there is, or has a parameter that cannot be. */
    private Malformed wrongAddress(Endpoint endpoint, String body) {
        var query = endpoint.query().stream()
                .map(name -> name + "=" + encoded("?" + garbage()))
                .collect(Collectors.joining("&"));
        if (query.isEmpty() && endpoint.parameters().isEmpty()) {
            return wrong(endpoint, address(endpoint) + "x", true, body, "no such address");
        }
        return wrong(endpoint, address(endpoint) + "?" + query, true, body, "parameters");
    }

    private Malformed wrongField(Endpoint endpoint) {
        var body = good(endpoint.schema());
        var required = endpoint.schema().path("required");
        var name = required.get(random.nextInt(required.size())).asString();
        // A name may be anything.
        var what = random.nextInt(name.equals("name") ? 4 : 5);
        switch (what) {
            case 0 -> body.remove(name);
            case 1 -> body.set(name, noText());
            case 2 -> body.put(name, " ".repeat(random.nextInt(4)));
            case 4 -> body.put(name, garbage());
            default ->
                body.put(
                        name,
                        "x"
                                .repeat(endpoint.schema()
                                                .at("/properties/" + name + "/maxLength")
                                                .asInt()
                                        + 1
                                        + random.nextInt(1_000)));
        }
        return wrong(endpoint, address(endpoint), true, body.toString(), name + " " + what);
    }

    /** Garbage where something in the path has a name. */
    private String address(Endpoint endpoint) {
        return endpoint.path().replaceAll("\\{\\w+}", "nobody-" + random.nextInt(1_000_000));
    }

    /** What would be accepted, if there were such an account. */
    private static ObjectNode good(JsonNode schema) {
        var body = JsonNodeFactory.instance.objectNode();
        for (var name : schema.path("properties").propertyNames()) {
            body.put(
                    name,
                    switch (name) {
                        case "to", "phone" -> "40712345678";
                        case "chatId", "toJid" -> "40712345678@s.whatsapp.net";
                        case "accountId" -> "nobody";
                        case "threadId" -> "nobody_40712345678@s.whatsapp.net";
                        default -> "Hello";
                    });
        }
        return body;
    }

    private String broken(String body) {
        return switch (random.nextInt(4)) {
            case 0 -> body.substring(0, random.nextInt(body.length() - 1));
            case 1 -> garbage().replace("null", "nul").replace("-1", "-");
            case 2 -> "{".repeat(1 + random.nextInt(5_000));
            default -> body.replace(':', '=');
        };
    }

    private String noObject() {
        return List.of("[]", "[1,2]", "7", "-1e400", "true", "null", "\"text\"", "[".repeat(400) + "]".repeat(400))
                .get(random.nextInt(8));
    }

    private JsonNode noText() {
        var json = JsonNodeFactory.instance;
        return List.of(
                        json.numberNode(random.nextLong()),
                        json.booleanNode(random.nextBoolean()),
                        json.nullNode(),
                        json.arrayNode().add("40712345678"),
                        json.objectNode().put("text", "text"))
                .get(random.nextInt(5));
    }

    private String garbage() {
        return GARBAGE.get(random.nextInt(GARBAGE.size()));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
