package dev.connectors.whatsapp.connector.outbox;

import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.Query;
import com.google.cloud.firestore.QueryDocumentSnapshot;
import dev.connectors.whatsapp.connector.firestore.Calls;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A place in the queue: reads on from where it was, a page of every query at a time. For one thread. */
final class OutboxPages {
    private final List<Cursor> cursors;
    private final Function<DocumentSnapshot, Stream<OutboxEntry>> reader;

    /** Where one query has been read up to. */
    private static final class Cursor {
        private final Query query;
        private @Nullable QueryDocumentSnapshot last;
        private boolean atEnd;

        Cursor(Query query) {
            this.query = query;
        }

        List<QueryDocumentSnapshot> next() {
            var documents = Calls.await((last == null ? query : query.startAfter(last)).get())
                    .getDocuments();
            if (!documents.isEmpty()) {
                last = documents.getLast();
            }
            atEnd = documents.size() < OutboxRepository.PAGE;
            return documents;
        }
    }

    /** @param queries ordered and limited to a page */
    OutboxPages(List<Query> queries, Function<DocumentSnapshot, Stream<OutboxEntry>> reader) {
        this.cursors = queries.stream().map(Cursor::new).toList();
        this.reader = reader;
    }

    boolean isAtEnd() {
        return cursors.stream().allMatch(cursor -> cursor.atEnd);
    }

    /** There may be more by now behind what was the end. */
    void lookForMore() {
        cursors.forEach(cursor -> cursor.atEnd = false);
    }

    List<OutboxEntry> next() {
        var entries = new ArrayList<OutboxEntry>();
        for (var cursor : cursors) {
            if (!cursor.atEnd) {
                cursor.next().stream().flatMap(reader).forEach(entries::add);
            }
        }
        return entries;
    }
}
