package dev.connectors.whatsapp.connector.migration;

import com.google.cloud.firestore.DocumentSnapshot;
import java.util.Map;
import java.util.Objects;

/** Reads documents that are there. */
final class Snapshots {
    private Snapshots() {}

    static Map<String, Object> fields(DocumentSnapshot document) {
        return Objects.requireNonNull(document.getData(), () -> document.getId() + " is there");
    }
}
