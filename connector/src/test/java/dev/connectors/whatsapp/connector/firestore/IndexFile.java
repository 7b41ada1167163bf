package dev.connectors.whatsapp.connector.firestore;

import com.google.firestore.v1.StructuredQuery.Direction;
import dev.connectors.whatsapp.connector.firestore.RequiredIndex.Order;
import dev.connectors.whatsapp.connector.firestore.RequiredIndex.Scope;
import dev.connectors.whatsapp.local.Repository;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code firestore.indexes.json}, in the words of "Cloud Firestore Index Definition Reference"
 * (firebase.google.com/docs/reference/firestore/indexes).
 *
 * @param indexes the composite ones
 * @param fieldOverrides the fields whose own indexes are others than every field has
 */
record IndexFile(List<Index> indexes, List<FieldOverride> fieldOverrides) {

    /** A composite index. */
    record Index(String collectionGroup, Scope queryScope, List<Field> fields) {}

    record Field(String fieldPath, Direction order) {
        Order asOrder() {
            return new Order(fieldPath, order);
        }
    }

    /**
     * The indexes of one field, in place of those that every field has.
     *
     * @param indexes all that it has, none when it is exempted
     */
    record FieldOverride(String collectionGroup, String fieldPath, boolean ttl, List<Own> indexes) {}

    /** An index of one field: ordered, or of the elements of an array. */
    record Own(Optional<Direction> order, Optional<String> arrayConfig, Scope queryScope) {}

    /** What nobody understands is a mistake in writing. */
    static IndexFile read() {
        return JsonMapper.builder()
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .build()
                .readValue(Repository.find().resolve("firestore.indexes.json").toFile(), IndexFile.class);
    }

    boolean has(RequiredIndex required) {
        return switch (required) {
            case RequiredIndex.SingleField single -> isIndexed(single);
            case RequiredIndex.Composite composite -> indexes.stream().anyMatch(index -> serves(index, composite));
        };
    }

    static boolean serves(Index index, RequiredIndex.Composite composite) {
        var equal = composite.equal().size();
        return index.collectionGroup().equals(composite.collection())
                && index.queryScope() == composite.scope()
                && index.fields().size() == equal + composite.ordered().size()
                && new HashSet<>(names(index.fields().stream().limit(equal))).equals(composite.equal())
                && index.fields().stream()
                        .skip(equal)
                        .map(Field::asOrder)
                        .toList()
                        .equals(composite.ordered());
    }

    private static List<String> names(Stream<Field> fields) {
        return fields.map(Field::fieldPath).toList();
    }

    private boolean isIndexed(RequiredIndex.SingleField single) {
        return override(single.collection(), single.field())
                .map(override -> override.indexes().stream().anyMatch(own -> serves(own, single)))
                .orElse(single.scope() == Scope.COLLECTION);
    }

    private static boolean serves(Own own, RequiredIndex.SingleField single) {
        return own.queryScope() == single.scope()
                && own.order()
                        .filter(order -> single.direction().map(order::equals).orElse(true))
                        .isPresent();
    }

    Optional<FieldOverride> override(String collection, String field) {
        return fieldOverrides.stream()
                .filter(override -> override.collectionGroup().equals(collection)
                        && override.fieldPath().equals(field))
                .findFirst();
    }

    IndexFile without(Index index) {
        return new IndexFile(
                indexes.stream().filter(other -> !other.equals(index)).toList(), fieldOverrides);
    }
}
