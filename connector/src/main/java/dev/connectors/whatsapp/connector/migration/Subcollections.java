package dev.connectors.whatsapp.connector.migration;

import com.google.cloud.firestore.CollectionReference;
import com.google.cloud.firestore.DocumentReference;
import java.util.Set;
import java.util.TreeSet;

/** What lies below a document would stay behind, out of sight, when the document goes. */
final class Subcollections {
    private Subcollections() {}

    /** @throws UnmovableException if there are others than these */
    static void requireOnly(DocumentReference document, Set<String> known) {
        var others = new TreeSet<String>();
        for (CollectionReference collection : document.listCollections()) {
            others.add(collection.getId());
        }
        others.removeAll(known);
        if (!others.isEmpty()) {
            throw new UnmovableException("below it lies what is not known here: " + String.join(", ", others)
                    + "; move or delete that first");
        }
    }
}
