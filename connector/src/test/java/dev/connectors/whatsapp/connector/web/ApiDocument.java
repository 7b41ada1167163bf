package dev.connectors.whatsapp.connector.web;

import dev.connectors.whatsapp.local.Repository;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code docs/openapi.json}, as a test reads it. */
public final class ApiDocument {
    /** Refusals of accounts that are resources of Kubernetes. How the data lies in Firestore is nothing to them. */
    public static final Set<String> OF_KUBERNETES =
            Set.of("account_refused", "accounts_are_resources", "kubernetes_unavailable");

    private ApiDocument() {}

    /**
     * An endpoint that not everybody may call.
     *
     * @param role who may
     * @param schema of the body, missing where there is none
     * @param errors the status of each refusal, by its code
     */
    public record Endpoint(
            String method,
            String path,
            String role,
            JsonNode parameters,
            JsonNode schema,
            Map<String, Integer> errors) {

        /** The names of what it takes behind the question mark. */
        public List<String> query() {
            return StreamSupport.stream(parameters.spliterator(), false)
                    .filter(parameter -> parameter.path("in").asString().equals("query"))
                    .map(parameter -> parameter.path("name").asString())
                    .toList();
        }

        public boolean hasBody() {
            return !schema.isMissingNode();
        }

        /** Whether its refusals are problems of RFC 9457. */
        public boolean hasProblems() {
            return path.startsWith("/api/v1/");
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    /** All of them; of the others nothing can be wrong. */
    public static List<Endpoint> endpoints() {
        var endpoints = new ArrayList<Endpoint>();
        var document = JsonMapper.shared()
                .readTree(Repository.find().resolve("docs/openapi.json").toFile());
        for (var path : document.path("paths").properties()) {
            for (var operation : path.getValue().properties()) {
                endpoint(operation.getKey(), path.getKey(), operation.getValue())
                        .ifPresent(endpoints::add);
            }
        }
        return endpoints;
    }

    private static Optional<Endpoint> endpoint(String method, String path, JsonNode operation) {
        var role = operation.path("x-role").asString();
        if (role.equals("ANYBODY")) {
            return Optional.empty();
        }
        return Optional.of(new Endpoint(
                method.toUpperCase(Locale.ROOT),
                path,
                role,
                operation.path("parameters"),
                operation.at("/requestBody/content/application~1json/schema"),
                errors(operation.path("responses"))));
    }

    private static Map<String, Integer> errors(JsonNode responses) {
        var errors = new TreeMap<String, Integer>();
        for (var response : responses.properties()) {
            var status = Integer.parseInt(response.getKey());
            if (status >= 400) {
                var codes = response.getValue().path("description").asString().split(", ");
                Arrays.stream(codes).forEach(code -> errors.put(code, status));
            }
        }
        return errors;
    }
}
