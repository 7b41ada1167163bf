package dev.connectors.whatsapp.operator.fakeapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Objects with versions, and what has happened to them so far. */
final class ObjectStore {
    private final Map<String, ObjectNode> objects = new TreeMap<>();
    private final List<Event> events = new ArrayList<>();
    private final List<Consumer<Event>> listeners = new CopyOnWriteArrayList<>();
    private long version = 1;

    /**
     * Something that happened to an object.
     *
     * @param type {@code ADDED}, {@code MODIFIED} or {@code DELETED}
     */
    record Event(long version, String type, String collection, ObjectNode object) {}

    synchronized ObjectNode get(ObjectPath path) {
        return present(path).deepCopy();
    }

    synchronized List<ObjectNode> list(String collection) {
        return objects.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(collection + "/"))
                .map(entry -> entry.getValue().deepCopy())
                .toList();
    }

    synchronized long version() {
        return version;
    }

    synchronized ObjectNode create(ObjectPath path, ObjectNode object) {
        if (objects.containsKey(path.object())) {
            throw new Refusal(Refusal.CONFLICT, path.object() + " is there already");
        }
        var metadata = object.withObject("metadata");
        metadata.put("name", path.name().orElseThrow())
                .put("namespace", path.namespace())
                .put("uid", UUID.randomUUID().toString())
                .put("generation", 1)
                .put("creationTimestamp", "2026-11-21T00:00:00Z");
        return put(path, null, object);
    }

    /** Changes an object, if it is there and still is the version that the change wants. */
    synchronized ObjectNode change(ObjectPath path, UnaryOperator<ObjectNode> change) {
        var before = present(path);
        var next = change.apply(before.deepCopy());
        refuseStale(before, next);
        return put(path, before, next);
    }

    synchronized ObjectNode apply(ObjectPath path, ObjectNode desired, Ownership ownership) {
        var before = objects.get(path.object());
        if (before == null) {
            if (desired.path("metadata").has("resourceVersion")) {
                throw new Refusal(Refusal.CONFLICT, path.object() + " is gone");
            }
            var fresh = desired.objectNode();
            fresh.set("apiVersion", desired.get("apiVersion"));
            fresh.set("kind", desired.get("kind"));
            ownership.apply(fresh, desired);
            return create(path, fresh);
        }
        refuseStale(before, desired);
        var next = before.deepCopy();
        ownership.apply(next, desired);
        return put(path, before, next);
    }

    synchronized void delete(ObjectPath path, Optional<String> onlyVersion) {
        var before = present(path);
        if (onlyVersion.isPresent() && !onlyVersion.get().equals(resourceVersion(before))) {
            throw new Refusal(Refusal.CONFLICT, path.object() + " has changed");
        }
        var next = before.deepCopy();
        next.withObject("metadata").put("deletionTimestamp", "2026-11-21T00:00:00Z");
        put(path, before, next);
    }

    /**
     * Tells what has happened to a collection after a version, and from now on what happens.
     *
     * @return ends it
     */
    synchronized Runnable follow(String collection, long after, Consumer<Event> listener) {
        Consumer<Event> ofCollection = event -> {
            if (event.collection().equals(collection)) {
                listener.accept(event);
            }
        };
        events.stream().filter(event -> event.version() > after).forEach(ofCollection);
        listeners.add(ofCollection);
        return () -> listeners.remove(ofCollection);
    }

    /** Tells every write in its order. */
    void onWrite(Consumer<Event> listener) {
        listeners.add(listener);
    }

    private ObjectNode present(ObjectPath path) {
        var object = objects.get(path.object());
        if (object == null) {
            throw new Refusal(Refusal.NOT_FOUND, path.object() + " is not found");
        }
        return object;
    }

    private ObjectNode put(ObjectPath path, @Nullable ObjectNode before, ObjectNode next) {
        var metadata = next.withObject("metadata");
        if (before != null) {
            if (next.equals(before)) {
                return before.deepCopy();
            }
            var same = next.path("spec").equals(before.path("spec"));
            metadata.put(
                    "generation", before.path("metadata").path("generation").asLong() + (same ? 0 : 1));
        }
        metadata.put("resourceVersion", Long.toString(++version));
        var gone =
                metadata.has("deletionTimestamp") && metadata.path("finalizers").isEmpty();
        if (gone) {
            objects.remove(path.object());
        } else {
            objects.put(path.object(), next);
        }
        var event = new Event(
                version, gone ? "DELETED" : before == null ? "ADDED" : "MODIFIED", path.collection(), next.deepCopy());
        events.add(event);
        listeners.forEach(listener -> listener.accept(event));
        return next.deepCopy();
    }

    private static void refuseStale(JsonNode actual, JsonNode wanted) {
        var metadata = wanted.path("metadata");
        if (metadata.has("resourceVersion") && !resourceVersion(wanted).equals(resourceVersion(actual))) {
            throw new Refusal(Refusal.CONFLICT, metadata.path("name").asText() + " has changed");
        }
    }

    private static String resourceVersion(JsonNode object) {
        return object.path("metadata").path("resourceVersion").asText();
    }
}
