package dev.connectors.whatsapp.operator.pool;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Whether applying an object would change anything: of the object as it is, the fields that the API server has down as
 * ours are taken, and compared with the desired ones. Fields of others do not count; one of ours that somebody changed,
 * took over or removed does, and so does one that we do not want any longer.
 *
 * <p>JOSDK has the same comparison, but only within a reconciliation, and it throws on lists whose elements somebody took
 * away by hand.
 */
final class OwnFields {
    private static final String APPLY = "Apply";
    private static final List<String> IDENTITY = List.of("name", "namespace");
    private static final List<String> UNWRITTEN = List.of(
            "creationTimestamp",
            "deletionTimestamp",
            "generation",
            "selfLink",
            "uid",
            "resourceVersion",
            "managedFields");

    private final KubernetesSerialization serialization;
    private final String manager;

    OwnFields(KubernetesSerialization serialization, String manager) {
        this.serialization = serialization;
        this.manager = manager;
    }

    boolean match(HasMetadata actual, HasMetadata desired) {
        return ours(actual)
                .map(fields -> prune(map(actual), fields).equals(written(desired)))
                .orElse(false);
    }

    private Optional<Map<String, Object>> ours(HasMetadata actual) {
        return actual.getMetadata().getManagedFields().stream()
                .filter(entry -> manager.equals(entry.getManager()))
                .filter(entry -> APPLY.equals(entry.getOperation()))
                .filter(entry ->
                        entry.getSubresource() == null || entry.getSubresource().isEmpty())
                .map(ManagedFieldsEntry::getFieldsV1)
                .filter(Objects::nonNull)
                .map(fields -> fields.getAdditionalProperties())
                .findFirst();
    }

    private Map<String, Object> written(HasMetadata desired) {
        var map = new LinkedHashMap<>(map(desired));
        map.remove("apiVersion");
        map.remove("kind");
        map.remove("status");
        var metadata = new LinkedHashMap<>(child(map, "metadata"));
        IDENTITY.forEach(metadata::remove);
        UNWRITTEN.forEach(metadata::remove);
        if (metadata.isEmpty()) {
            map.remove("metadata");
        } else {
            map.put("metadata", metadata);
        }
        return map;
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> map(HasMetadata object) {
        return serialization.convertValue(object, Map.class);
    }

    /** The part of a value that the fields name, in the format of {@code FieldsV1}. */
    private Map<String, Object> prune(Map<String, Object> actual, Map<String, Object> fields) {
        var result = new LinkedHashMap<String, Object>();
        fields.forEach((key, value) -> {
            if (key.startsWith("f:")) {
                var name = key.substring(2);
                var below = asMap(value);
                if (actual.containsKey(name)) {
                    result.put(name, below.isEmpty() ? actual.get(name) : pruneValue(actual.get(name), below));
                }
            }
        });
        return result;
    }

    private Object pruneValue(Object actual, Map<String, Object> fields) {
        if (actual instanceof List<?> list) {
            return pruneList(list, fields);
        }
        return actual instanceof Map<?, ?> ? prune(asMap(actual), fields) : actual;
    }

    /** Elements are named by their keys ({@code k:}) or, in a set, by their value ({@code v:}). */
    private List<Object> pruneList(List<?> actual, Map<String, Object> fields) {
        var result = new ArrayList<>();
        for (var element : actual) {
            fields.forEach((key, value) -> {
                if (key.startsWith("k:") && element instanceof Map<?, ?> map && hasKeys(map, key.substring(2))) {
                    // Nothing named below an element means all of it: that is how owner references are written.
                    result.add(asMap(value).isEmpty() ? map : prune(asMap(map), asMap(value)));
                } else if (key.startsWith("v:")
                        && Objects.equals(serialization.unmarshal(key.substring(2), Object.class), element)) {
                    result.add(element);
                }
            });
        }
        return result;
    }

    private boolean hasKeys(Map<?, ?> element, String keys) {
        return asMap(serialization.unmarshal(keys, Map.class)).entrySet().stream()
                .allMatch(key -> Objects.equals(element.get(key.getKey()), key.getValue()));
    }

    private static Map<String, Object> child(Map<String, Object> map, String name) {
        return asMap(map.getOrDefault(name, Map.of()));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> asMap(Object value) {
        return value instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    }
}
