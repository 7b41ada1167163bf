package dev.connectors.whatsapp.local.firestore;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Firestore's JSON, in which every value is an object that names its type, and plain Java values. */
final class FirestoreValues {
    private FirestoreValues() {}

    /** String, Boolean, Long, Double, Instant, List, Map or null; a type that is none of these stays JSON text. */
    static @Nullable Object fromJson(JsonNode typed) {
        var type = typed.propertyNames().iterator().next();
        var value = typed.get(type);
        return switch (type) {
            case "nullValue" -> null;
            case "stringValue", "referenceValue" -> value.asString();
            case "booleanValue" -> value.asBoolean();
            // An int64 travels as text.
            case "integerValue" -> Long.parseLong(value.asString());
            case "doubleValue" -> value.asDouble();
            case "timestampValue" -> Instant.parse(value.asString());
            case "arrayValue" -> list(value.path("values"));
            case "mapValue" -> map(value.path("fields"));
            default -> value.toString();
        };
    }

    static Map<String, Object> fieldsToJson(Map<?, ?> fields) {
        var json = new LinkedHashMap<String, Object>();
        fields.forEach((name, value) -> json.put(String.valueOf(name), toJson(value)));
        return json;
    }

    private static Map<String, Object> toJson(Object value) {
        return switch (value) {
            case String text -> Map.of("stringValue", text);
            case Boolean bool -> Map.of("booleanValue", bool);
            case Integer number -> Map.of("integerValue", number.toString());
            case Long number -> Map.of("integerValue", number.toString());
            case Double number -> Map.of("doubleValue", number);
            case Instant time -> Map.of("timestampValue", time.toString());
            case List<?> list ->
                Map.of(
                        "arrayValue",
                        Map.of(
                                "values",
                                list.stream().map(FirestoreValues::toJson).toList()));
            case Map<?, ?> map -> Map.of("mapValue", Map.of("fields", fieldsToJson(map)));
            default -> throw new IllegalArgumentException("No Firestore value: " + value.getClass());
        };
    }

    private static List<@Nullable Object> list(JsonNode values) {
        var list = new ArrayList<@Nullable Object>();
        values.forEach(value -> list.add(fromJson(value)));
        return list;
    }

    private static Map<String, @Nullable Object> map(JsonNode fields) {
        var map = new LinkedHashMap<String, @Nullable Object>();
        fields.forEachEntry((name, value) -> map.put(name, fromJson(value)));
        return map;
    }
}
