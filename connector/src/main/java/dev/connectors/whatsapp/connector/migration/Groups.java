package dev.connectors.whatsapp.connector.migration;

import com.google.cloud.firestore.Blob;
import com.google.cloud.firestore.QueryDocumentSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Divides documents, in their order, so that each part fits into one commit. Pure. */
final class Groups {
    /** A commit has at most 10 MiB; 4 MiB is what a gRPC server takes unless it is told otherwise. */
    private static final long MAX_BYTES = 3 << 20;

    /** Names and the value of one field that is neither text nor bytes. */
    private static final long BASE_BYTES = 64;

    private Groups() {}

    static List<List<QueryDocumentSnapshot>> of(List<QueryDocumentSnapshot> documents) {
        return of(documents, document -> bytes(document.getData()), MAX_BYTES);
    }

    /** @param bytes the size of one, which alone may be larger than a group */
    static <T> List<List<T>> of(List<T> all, ToLongFunction<T> bytes, long maxBytes) {
        var groups = new ArrayList<List<T>>();
        var sum = 0L;
        for (var one : all) {
            sum += bytes.applyAsLong(one);
            if (groups.isEmpty() || sum > maxBytes) {
                groups.add(new ArrayList<>());
                sum = bytes.applyAsLong(one);
            }
            groups.getLast().add(one);
        }
        return groups;
    }

    /** About what a value takes; in UTF-8 a character of Java has three bytes at most. */
    static long bytes(@Nullable Object value) {
        return BASE_BYTES
                + switch (value) {
                    case String text -> 3L * text.length();
                    case Blob blob -> blob.toByteString().size();
                    case List<?> list -> list.stream().mapToLong(Groups::bytes).sum();
                    case Map<?, ?> map ->
                        map.entrySet().stream()
                                .mapToLong(entry -> bytes(entry.getKey()) + bytes(entry.getValue()))
                                .sum();
                    case null, default -> 0;
                };
    }
}
