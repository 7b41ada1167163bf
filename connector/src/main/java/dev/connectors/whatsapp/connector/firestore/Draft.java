package dev.connectors.whatsapp.connector.firestore;

import com.google.cloud.Timestamp;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.FieldPath;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.Precondition;
import com.google.cloud.firestore.WriteBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One commit in the making: documents as they were read, and what is to become of them. What is read back shows what was
 * drafted. Nothing is written before {@link #writeTo}, and then only if each written document is still as it was read.
 */
public final class Draft {
    private final Store store;
    private final Map<DocumentReference, Stored> read = new HashMap<>();
    private final Map<DocumentReference, Map<String, Object>> changes = new LinkedHashMap<>();

    /** Where documents are read. */
    @FunctionalInterface
    public interface Store {
        /** All of these documents, in one request. */
        Map<DocumentReference, Stored> read(Collection<DocumentReference> documents);

        /** The real one. */
        static Store of(Firestore firestore) {
            return documents -> {
                var found = new HashMap<DocumentReference, Stored>();
                for (var document : Calls.await(firestore.getAll(documents.toArray(DocumentReference[]::new)))) {
                    var fields = Optional.ofNullable(document.getData()).orElseGet(Map::of);
                    found.put(
                            document.getReference(), new Stored(fields, Optional.ofNullable(document.getUpdateTime())));
                }
                return found;
            };
        }
    }

    /**
     * A document as it was read.
     *
     * @param version empty when there is none
     */
    public record Stored(Map<String, Object> fields, Optional<Timestamp> version) {
        /** What a document is that is not there. */
        public static final Stored MISSING = new Stored(Map.of(), Optional.empty());

        public boolean isMissing() {
            return version.isEmpty();
        }
    }

    public Draft(Store store) {
        this.store = store;
    }

    /** Reads what will be asked for, at once: each document that is not read beforehand costs a request of its own. */
    public void prefetch(Stream<DocumentReference> documents) {
        var missing = documents
                .distinct()
                .filter(document -> !read.containsKey(document))
                .toList();
        if (!missing.isEmpty()) {
            read.putAll(store.read(missing));
        }
    }

    /** Takes a document to be like this without a look at it, unless it was read already. */
    public void suppose(DocumentReference document, Stored as) {
        read.putIfAbsent(document, as);
    }

    /** As it was read; empty where it was not, or is to change. */
    public Optional<Stored> unchanged(DocumentReference document) {
        return changes.containsKey(document) ? Optional.empty() : Optional.ofNullable(read.get(document));
    }

    public boolean exists(DocumentReference document) {
        return get(document).isPresent();
    }

    /** The document's fields, with what is drafted; empty when there is no such document. */
    public Optional<Map<String, Object>> get(DocumentReference document) {
        var stored = stored(document);
        var changed = changes.get(document);
        if (stored.version().isEmpty() && changed == null) {
            return Optional.empty();
        }
        var fields = new HashMap<>(stored.fields());
        fields.putAll(changed == null ? Map.of() : changed);
        return Optional.of(Collections.unmodifiableMap(fields));
    }

    private Stored stored(DocumentReference document) {
        prefetch(Stream.of(document));
        return Objects.requireNonNull(read.get(document), "the store answers for each document");
    }

    /** Sets these fields, in a new document where there is none; fields that have the value already do not count. */
    public void put(DocumentReference document, Map<String, Object> fields) {
        var present = get(document);
        var news = new HashMap<>(fields);
        present.ifPresent(old ->
                news.entrySet().removeIf(field -> Objects.equals(old.get(field.getKey()), field.getValue())));
        if (present.isEmpty() || !news.isEmpty()) {
            changes.computeIfAbsent(document, d -> new HashMap<>()).putAll(news);
        }
    }

    public boolean isEmpty() {
        return changes.isEmpty();
    }

    /** What is to be written: all fields of a new document, those that change of another. */
    public Map<DocumentReference, Map<String, Object>> changes() {
        return Collections.unmodifiableMap(changes);
    }

    /** By paths of one name each: as a string, a name with a dot in it would mean a field of a map. */
    private static void update(
            WriteBatch batch, DocumentReference document, Map<String, Object> fields, Timestamp version) {
        var asRead = Precondition.updatedAt(version);
        var rest = new ArrayList<@Nullable Object>();
        fields.forEach((name, value) -> rest.addAll(Arrays.asList(FieldPath.of(name), value)));
        batch.update(
                document,
                asRead,
                (FieldPath) Objects.requireNonNull(rest.removeFirst()),
                rest.removeFirst(),
                rest.toArray());
    }

    /**
     * Adds what was drafted to a batch.
     *
     * @throws IllegalArgumentException if the client cannot hold a value
     */
    public void writeTo(WriteBatch batch) {
        changes.forEach((document, fields) -> stored(document)
                .version()
                .ifPresentOrElse(
                        version -> update(batch, document, fields, version), () -> batch.create(document, fields)));
    }
}
