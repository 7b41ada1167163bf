package dev.connectors.whatsapp.local.firestore;

import dev.connectors.whatsapp.local.http.JsonHttp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import static java.util.stream.Collectors.joining;

/** Reads and writes the documents of one project over the emulator's REST API: no client library, no rules. */
public final class FirestoreDocuments {
    private final JsonHttp http;
    private final String root;

    FirestoreDocuments(JsonHttp http, String projectId) {
        this.http = http;
        this.root = "/v1/projects/%s/databases/(default)/documents".formatted(projectId);
    }

    /** One document, such as {@code whatsapp_outbox/abc}. */
    public Optional<FirestoreDocument> get(String path) {
        return http.find(root + "/" + encode(path), FirestoreEmulator.OWNER).map(FirestoreDocuments::document);
    }

    /** All documents of a collection, in the order of their ids. */
    public List<FirestoreDocument> list(String collection) {
        return query(Map.of("from", List.of(Map.of("collectionId", collection))));
    }

    /** All documents of all collections of this name, wherever they lie. */
    public List<FirestoreDocument> listGroup(String collection) {
        return query(Map.of("from", List.of(group(collection))));
    }

    /** The documents of a collection in which a field has this text. */
    public List<FirestoreDocument> whereEqual(String collection, String field, String value) {
        return query(Map.of(
                "from",
                List.of(Map.of("collectionId", collection)),
                "where",
                filter(field, "EQUAL", Map.of("stringValue", value))));
    }

    /** Creates a document, for tests that need one to be there; fields as {@link FirestoreDocument#fields}. */
    public void create(String collection, String id, Map<String, Object> fields) {
        http.post(
                root + "/" + encode(collection) + "?documentId=" + JsonHttp.encode(id),
                FirestoreEmulator.OWNER,
                Map.of("fields", FirestoreValues.fieldsToJson(fields)));
    }

    /** Sets these fields of many documents that exist, and leaves their others; at most 500 in one call. */
    public void merge(List<FirestoreDocument> documents, Map<String, Object> fields) {
        var writes = documents.stream()
                .map(document -> Map.of(
                        "update",
                        Map.of("name", name(document), "fields", FirestoreValues.fieldsToJson(fields)),
                        "updateMask",
                        Map.of("fieldPaths", List.copyOf(fields.keySet())),
                        "currentDocument",
                        Map.of("exists", true)))
                .toList();
        http.post(root + ":commit", FirestoreEmulator.OWNER, Map.of("writes", writes));
    }

    private String name(FirestoreDocument document) {
        return root.substring("/v1/".length()) + "/" + document.path();
    }

    /** How many documents of a collection have a time in this field that is not before one moment and before another. */
    public long countBetween(String collection, String field, Instant from, Instant to) {
        var filters = List.of(
                filter(field, "GREATER_THAN_OR_EQUAL", Map.of("timestampValue", from.toString())),
                filter(field, "LESS_THAN", Map.of("timestampValue", to.toString())));
        return count(Map.of(
                "from",
                List.of(Map.of("collectionId", collection)),
                "where",
                Map.of("compositeFilter", Map.of("op", "AND", "filters", filters))));
    }

    /** How many documents a collection has. */
    public long count(String collection) {
        return count(Map.of("from", List.of(Map.of("collectionId", collection))));
    }

    /** How many documents all collections of this name have, wherever they lie. */
    public long countGroup(String collection) {
        return count(Map.of("from", List.of(group(collection))));
    }

    private static Map<String, Object> group(String collection) {
        return Map.of("collectionId", collection, "allDescendants", true);
    }

    private long count(Map<String, Object> structuredQuery) {
        var rows = http.post(
                root + ":runAggregationQuery",
                FirestoreEmulator.OWNER,
                Map.of(
                        "structuredAggregationQuery",
                        Map.of(
                                "structuredQuery",
                                structuredQuery,
                                "aggregations",
                                List.of(Map.of("alias", "all", "count", Map.of())))),
                JsonNode.class);
        return Long.parseLong(
                rows.path(0).at("/result/aggregateFields/all/integerValue").asString());
    }

    private static Map<String, Object> filter(String field, String operator, Map<String, Object> value) {
        return Map.of("fieldFilter", Map.of("field", Map.of("fieldPath", field), "op", operator, "value", value));
    }

    private List<FirestoreDocument> query(Map<String, Object> structuredQuery) {
        var rows = http.post(
                root + ":runQuery",
                FirestoreEmulator.OWNER,
                Map.of("structuredQuery", structuredQuery),
                JsonNode.class);
        var documents = new ArrayList<FirestoreDocument>();
        for (var row : rows) {
            // A result without documents is one row with nothing but a read time.
            if (row.has("document")) {
                documents.add(document(row.get("document")));
            }
        }
        return documents;
    }

    private static FirestoreDocument document(JsonNode json) {
        var name = json.path("name").asString();
        var fields = new LinkedHashMap<String, @Nullable Object>();
        json.path("fields").forEachEntry((field, value) -> fields.put(field, FirestoreValues.fromJson(value)));
        return new FirestoreDocument(
                name.substring(name.indexOf("/documents/") + "/documents/".length()),
                fields,
                Instant.parse(json.path("createTime").asString()),
                Instant.parse(json.path("updateTime").asString()));
    }

    private static String encode(String path) {
        return Arrays.stream(path.split("/", -1)).map(JsonHttp::encode).collect(joining("/"));
    }
}
