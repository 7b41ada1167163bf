package dev.connectors.whatsapp.operator.fakeapi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.zjsonpatch.JsonPatch;
import java.util.Optional;

/** Carries out a request. */
final class ApiHandler {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String JSON_PATCH = "application/json-patch+json";

    private final ObjectStore store;

    ApiHandler(ObjectStore store) {
        this.store = store;
    }

    /**
     * Everything but watches.
     *
     * @return the answer's body
     */
    String handle(ApiRequest request) {
        var path = request.path();
        return switch (request.verb()) {
            case LIST -> list(request).toString();
            case GET -> store.get(path).toString();
            case CREATE ->
                store.create(named(path, body(request)), body(request)).toString();
            case UPDATE -> store.change(path, before -> body(request)).toString();
            case APPLY, APPLY_STATUS -> apply(request).toString();
            case PATCH -> store.change(path, before -> patch(request, before)).toString();
            case DELETE -> {
                var precondition = body(request).path("preconditions").path("resourceVersion");
                store.delete(path, Optional.of(precondition.asText()).filter(version -> !version.isEmpty()));
                yield "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Success\"}";
            }
            case WATCH -> throw new IllegalArgumentException("a watch is no request with an answer");
        };
    }

    private ObjectNode list(ApiRequest request) {
        var list = JSON.createObjectNode().put("apiVersion", "v1").put("kind", "List");
        list.putObject("metadata").put("resourceVersion", Long.toString(store.version()));
        var items = list.putArray("items");
        store.list(request.path().collection()).stream()
                .filter(new Selection(request.query()))
                .forEach(items::add);
        return list;
    }

    private ObjectNode apply(ApiRequest request) {
        var path = request.path();
        if (path.subresource().isPresent()) {
            // A status is no object of its own.
            store.get(path);
        }
        var manager = request.query().getOrDefault("fieldManager", "");
        return store.apply(path, body(request), new Ownership(manager, path.subresource()));
    }

    private static ObjectNode patch(ApiRequest request, ObjectNode before) {
        if (!request.contentType().startsWith(JSON_PATCH)) {
            Ownership.merge(before, body(request));
            return before;
        }
        return (ObjectNode) JsonPatch.apply(read(request.body()), before);
    }

    private static ObjectPath named(ObjectPath collection, JsonNode object) {
        var name = object.path("metadata").path("name").asText();
        return new ObjectPath(collection.collection(), Optional.of(name), Optional.empty());
    }

    private static ObjectNode body(ApiRequest request) {
        return request.body().isBlank() ? JSON.createObjectNode() : (ObjectNode) read(request.body());
    }

    static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(json, e);
        }
    }
}
