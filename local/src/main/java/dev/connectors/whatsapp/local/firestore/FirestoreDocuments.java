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

    /** The documents of a collection in which a field has this text. */
    public List<FirestoreDocument> whereEqual(String collection, String field, String value) {
        return query(Map.of(
                "from",
                List.of(Map.of("collectionId", collection)),
                "where",
                Map.of(
                        "fieldFilter",
                        Map.of(
                                "field",
                                Map.of("fieldPath", field),
                                "op",
                                "EQUAL",
                                "value",
                                Map.of("stringValue", value)))));
    }

    /** Creates a document, for tests that need one to be there; fields as {@link FirestoreDocument#fields}. */
    public void create(String collection, String id, Map<String, Object> fields) {
        http.post(
                root + "/" + encode(collection) + "?documentId=" + JsonHttp.encode(id),
                FirestoreEmulator.OWNER,
                Map.of("fields", FirestoreValues.fieldsToJson(fields)));
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
