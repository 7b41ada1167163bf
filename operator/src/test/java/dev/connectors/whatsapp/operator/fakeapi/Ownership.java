package dev.connectors.whatsapp.operator.fakeapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * Server-side apply with the fields written down as {@code FieldsV1}. Lists are replaced whole: nobody but the operator
 * writes to those that it applies.
 */
final class Ownership {
    private static final Set<String> NOT_OWNED = Set.of("apiVersion", "kind");
    private static final Set<String> NOT_OWNED_OF_METADATA =
            Set.of("name", "namespace", "resourceVersion", "uid", "generation", "creationTimestamp", "managedFields");

    private final String manager;
    private final String part;

    /**
     * Of one manager.
     *
     * @param subresource empty for the object but its status
     */
    Ownership(String manager, Optional<String> subresource) {
        this.manager = manager;
        this.part = subresource.orElse("");
    }

    /** Puts what is desired into the object, and takes away what was applied before and is not desired any longer. */
    void apply(ObjectNode object, ObjectNode desired) {
        var ours = desired.deepCopy();
        ours.remove(NOT_OWNED);
        ours.retain(names(ours).stream()
                .filter(name -> part.isEmpty() != name.equals("status"))
                .toList());
        if (ours.get("metadata") instanceof ObjectNode metadata) {
            metadata.remove(NOT_OWNED_OF_METADATA);
        }
        var fields = fields(ours);
        var entries = object.withObject("metadata").withArray("managedFields");
        for (var i = entries.size() - 1; i >= 0; i--) {
            if (isOurs(entries.get(i))) {
                takeAway(object, entries.get(i).path("fieldsV1"), fields);
                entries.remove(i);
            }
        }
        merge(object, ours);
        var entry = entries.addObject();
        entry.put("manager", manager).put("operation", "Apply").put("fieldsType", "FieldsV1");
        if (!part.isEmpty()) {
            entry.put("subresource", part);
        }
        entry.set("fieldsV1", fields);
    }

    private boolean isOurs(JsonNode entry) {
        return entry.path("manager").asText().equals(manager)
                && entry.path("subresource").asText("").equals(part);
    }

    private static ObjectNode fields(ObjectNode applied) {
        var fields = applied.objectNode();
        applied.properties()
                .forEach(field -> fields.set(
                        "f:" + field.getKey(),
                        field.getValue() instanceof ObjectNode below ? fields(below) : applied.objectNode()));
        return fields;
    }

    private static void takeAway(ObjectNode object, JsonNode before, JsonNode now) {
        before.properties().forEach(field -> {
            var name = field.getKey().substring(2);
            if (object.get(name) instanceof ObjectNode below
                    && !field.getValue().isEmpty()) {
                takeAway(below, field.getValue(), now.path(field.getKey()));
            } else if (!now.has(field.getKey())) {
                object.remove(name);
            }
        });
    }

    static void merge(ObjectNode object, ObjectNode changes) {
        changes.properties().forEach(field -> {
            if (field.getValue().isNull()) {
                object.remove(field.getKey());
            } else if (object.get(field.getKey()) instanceof ObjectNode below
                    && field.getValue() instanceof ObjectNode changesBelow) {
                merge(below, changesBelow);
            } else {
                object.set(field.getKey(), field.getValue().deepCopy());
            }
        });
    }

    private static List<String> names(ObjectNode object) {
        Iterable<String> names = object::fieldNames;
        return StreamSupport.stream(names.spliterator(), false).toList();
    }
}
