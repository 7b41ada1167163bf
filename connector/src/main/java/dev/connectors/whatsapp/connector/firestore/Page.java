package dev.connectors.whatsapp.connector.firestore;

import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.Query;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A part of a list.
 *
 * @param next where the list goes on; empty at its end
 */
public record Page<T>(List<T> items, Optional<Cursor> next) {

    /**
     * Which part of a list is asked for.
     *
     * @param limit how many at the most
     * @param after where the page before ended; empty for the first
     */
    public record Request(int limit, Optional<Cursor> after) {}

    /**
     * Reads one page.
     *
     * @param query ordered by this field, then by document id; documents without the field are not in it
     * @param read one document; nothing for one that cannot be understood
     */
    public static <T> Page<T> read(
            Query query, String timeField, Request request, Function<DocumentSnapshot, Stream<T>> read) {
        var from = request.after()
                .map(cursor -> query.startAfter(cursor.at(), cursor.id()))
                .orElse(query);
        // One more than asked for tells whether there is another page.
        var found = Calls.await(from.limit(request.limit() + 1).get()).getDocuments();
        var page = found.stream().limit(request.limit()).toList();
        return new Page<>(
                page.stream().flatMap(read).toList(),
                found.size() <= page.size() ? Optional.empty() : Optional.of(cursor(page.getLast(), timeField)));
    }

    private static Cursor cursor(DocumentSnapshot last, String timeField) {
        return new Cursor(
                Objects.requireNonNull(last.getTimestamp(timeField), "the list is ordered by it"), last.getId());
    }
}
