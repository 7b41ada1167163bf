package dev.connectors.whatsapp.local.firestore;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A document as it was read.
 *
 * @param path collection and id, without project and database
 * @param fields values as String, Boolean, Long, Double, Instant, List, Map or null
 * @param createTime when it was first written
 * @param updateTime its version
 */
public record FirestoreDocument(
        String path, Map<String, @Nullable Object> fields, Instant createTime, Instant updateTime) {
    public FirestoreDocument {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    /** The last part of the path. */
    public String id() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** A text field; empty when it is missing, null or no text. */
    public Optional<String> text(String field) {
        return fields.get(field) instanceof String text ? Optional.of(text) : Optional.empty();
    }
}
