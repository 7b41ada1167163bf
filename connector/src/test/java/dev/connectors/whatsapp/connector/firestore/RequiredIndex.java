package dev.connectors.whatsapp.connector.firestore;

import com.google.firestore.v1.StructuredQuery;
import com.google.firestore.v1.StructuredQuery.CollectionSelector;
import com.google.firestore.v1.StructuredQuery.Direction;
import com.google.firestore.v1.StructuredQuery.FieldFilter;
import com.google.firestore.v1.StructuredQuery.Filter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An index without which Firestore refuses a query. The rules are those of "Index types in Cloud Firestore"
 * (firebase.google.com/docs/firestore/query-data/index-overview):
 *
 * <ul>
 *   <li>Each field has an index of its own, ascending and descending, for queries of one collection, unless it is exempted.
 *       For queries of a collection group it has one only where that is asked for.
 *   <li>A query that compares any number of fields for equality, {@code in} included, and neither orders nor compares
 *       otherwise, is answered by merging the indexes of these fields. So none of them may be exempted.
 *   <li>Any other query of more than one field wants a composite index: first the fields compared for equality, in any order,
 *       then those it orders by, in their order and direction. A comparison by {@code <} orders by its field.
 * </ul>
 *
 * Composite indexes can be merged too. That is not made use of here: where it works is hardly documented.
 */
sealed interface RequiredIndex {
    /** Which collections of a name an index is about. */
    enum Scope {
        COLLECTION,
        COLLECTION_GROUP
    }

    /** A field that results are ordered by. */
    record Order(String field, Direction direction) {}

    /**
     * A field's own.
     *
     * @param direction empty where either will do
     */
    record SingleField(String collection, Scope scope, String field, Optional<Direction> direction)
            implements RequiredIndex {}

    /**
     * One over several fields.
     *
     * @param equal the fields that come first, in any order
     */
    record Composite(String collection, Scope scope, Set<String> equal, List<Order> ordered) implements RequiredIndex {}

    /** All that the query needs; none for one that takes a collection as it is. */
    static List<RequiredIndex> of(StructuredQuery query) {
        var from = query.getFrom(0);
        var equal = new LinkedHashSet<String>();
        var ordered = new ArrayList<Order>();
        query.getOrderByList()
                .forEach(order -> ordered.add(new Order(order.getField().getFieldPath(), order.getDirection())));
        filters(query.hasWhere() ? query.getWhere() : Filter.getDefaultInstance())
                .forEach(filter -> {
                    var field = filter.getField().getFieldPath();
                    if (isEquality(filter)) {
                        equal.add(field);
                    } else if (ordered.stream().noneMatch(order -> order.field().equals(field))) {
                        ordered.add(new Order(field, Direction.ASCENDING));
                    }
                });
        // Every index ends with the name, in the direction of what comes before it.
        ordered.removeIf(order -> order.field().equals("__name__") || equal.contains(order.field()));
        return of(from, equal, ordered);
    }

    private static List<RequiredIndex> of(CollectionSelector from, Set<String> equal, List<Order> ordered) {
        var collection = from.getCollectionId();
        var scope = from.getAllDescendants() ? Scope.COLLECTION_GROUP : Scope.COLLECTION;
        if (ordered.isEmpty()) {
            return equal.stream()
                    .<RequiredIndex>map(field -> new SingleField(collection, scope, field, Optional.empty()))
                    .toList();
        }
        if (equal.isEmpty() && ordered.size() == 1) {
            var only = ordered.getFirst();
            return List.of(new SingleField(collection, scope, only.field(), Optional.of(only.direction())));
        }
        return List.of(new Composite(collection, scope, Set.copyOf(equal), List.copyOf(ordered)));
    }

    private static Stream<FieldFilter> filters(Filter filter) {
        return switch (filter.getFilterTypeCase()) {
            case FIELD_FILTER -> Stream.of(filter.getFieldFilter());
            case COMPOSITE_FILTER -> {
                if (filter.getCompositeFilter().getOp() != StructuredQuery.CompositeFilter.Operator.AND) {
                    throw new IllegalArgumentException("which indexes an OR wants is not written here yet: " + filter);
                }
                yield filter.getCompositeFilter().getFiltersList().stream().flatMap(RequiredIndex::filters);
            }
            case FILTERTYPE_NOT_SET -> Stream.of();
            case UNARY_FILTER ->
                throw new IllegalArgumentException("which index this wants is not written here yet: " + filter);
        };
    }

    private static boolean isEquality(FieldFilter filter) {
        return switch (filter.getOp()) {
            case EQUAL, IN -> true;
            case LESS_THAN, LESS_THAN_OR_EQUAL, GREATER_THAN, GREATER_THAN_OR_EQUAL -> false;
            default -> throw new IllegalArgumentException("which index this wants is not written here yet: " + filter);
        };
    }

    /** As a person would ask for it. */
    default String description() {
        return switch (this) {
            case SingleField single ->
                "an index of %s.%s%s (%s)"
                        .formatted(
                                single.collection(),
                                single.field(),
                                single.direction().map(way -> " " + way).orElse(""),
                                single.scope());
            case Composite composite ->
                "an index of %s (%s): %s, then %s"
                        .formatted(
                                composite.collection(),
                                composite.scope(),
                                composite.equal().stream().sorted().collect(Collectors.joining(", ")),
                                composite.ordered().stream()
                                        .map(order -> order.field() + " " + order.direction())
                                        .collect(Collectors.joining(", ")));
        };
    }
}
