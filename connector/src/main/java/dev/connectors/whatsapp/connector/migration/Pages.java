package dev.connectors.whatsapp.connector.migration;

import com.google.cloud.firestore.Query;
import com.google.cloud.firestore.QueryDocumentSnapshot;
import dev.connectors.whatsapp.connector.firestore.Calls;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The documents of a query in the order of their names, a page at a time. They may go once they have been read. */
final class Pages {
    private final Query query;
    private final int size;
    private @Nullable QueryDocumentSnapshot last;

    Pages(Query query, int size) {
        this.query = query;
        this.size = size;
    }

    /** Empty behind the last. */
    List<QueryDocumentSnapshot> next() {
        var page = Calls.await((last == null ? query : query.startAfter(last))
                        .limit(size)
                        .get())
                .getDocuments();
        if (!page.isEmpty()) {
            last = page.getLast();
        }
        return page;
    }
}
