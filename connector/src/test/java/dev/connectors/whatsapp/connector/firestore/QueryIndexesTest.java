package dev.connectors.whatsapp.connector.firestore;

import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.Query;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.connectors.whatsapp.connector.ProductionClasses;
import dev.connectors.whatsapp.connector.chat.DataLayout;
import dev.connectors.whatsapp.connector.firestore.QueriesInTheCode.Built;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** {@code firestore.indexes.json} has the index of each query in the code and of client applications, and no other. */
@Tag("M2")
class QueryIndexesTest {
    private static final JavaClasses CODE = ProductionClasses.ALL;

    private static final List<Built> OF_THE_CODE = Arrays.stream(DataLayout.values())
            .flatMap(layout -> QueriesInTheCode.in(CODE, OfflineFirestore.layout(layout)).stream())
            .toList();

    private static final IndexFile FILE = IndexFile.read();

    /** They only rise, and every new one would be written at the same end of its index: 500 a second is the limit there. */
    private static final Set<String> EVER_GROWING =
            Set.of("createdAt", "updatedAt", "leaseUntil", "sentAt", "expiresAt");

    /** What client applications ask for. */
    private static List<Built> ofClients() {
        var firestore = OfflineFirestore.client();
        return List.of(
                new Built("newest messages of a thread", newestFirst(firestore.collection("whatsapp_messages"))),
                new Built("messages of a thread", inOrder(firestore.collection("whatsapp_messages"))),
                new Built("newest messages of a thread, legacy", newestFirst(firestore.collectionGroup("messages"))),
                new Built("messages of a thread, legacy", inOrder(firestore.collectionGroup("messages"))),
                new Built("message by its WhatsApp id", byWaMessageId(firestore.collection("whatsapp_messages"))),
                new Built("message by its WhatsApp id, legacy", byWaMessageId(firestore.collectionGroup("messages"))),
                new Built("outbox of an account", outbox(firestore, "whatsapp_outbox")),
                new Built("outbox of an account, legacy", outbox(firestore, "outbox")));
    }

    private static Query inOrder(Query messages) {
        return messages.whereEqualTo("threadId", "thread").orderBy("createdAt");
    }

    private static Query newestFirst(Query messages) {
        return messages.whereEqualTo("threadId", "thread").orderBy("createdAt", Query.Direction.DESCENDING);
    }

    private static Query byWaMessageId(Query messages) {
        return messages.whereEqualTo("waMessageId", "3A5F");
    }

    private static Query outbox(Firestore firestore, String collection) {
        return firestore
                .collection(collection)
                .whereEqualTo("accountId", "sales")
                .whereEqualTo("status", "queued")
                .orderBy("createdAt");
    }

    static Stream<Built> queries() {
        return Stream.concat(OF_THE_CODE.stream(), ofClients().stream());
    }

    private static List<RequiredIndex> required(Query query) {
        return RequiredIndex.of(query.toProto().getStructuredQuery());
    }

    private static List<String> missing(IndexFile file, Stream<Built> queries) {
        return queries.flatMap(built -> required(built.query()).stream()
                        .filter(index -> !file.has(index))
                        .map(index -> built + " needs " + index.description()))
                .toList();
    }

    private static List<IndexFile.Index> unneeded(IndexFile file) {
        var needed = queries()
                .flatMap(built -> required(built.query()).stream())
                .filter(RequiredIndex.Composite.class::isInstance)
                .map(RequiredIndex.Composite.class::cast)
                .toList();
        return file.indexes().stream()
                .filter(index -> needed.stream().noneMatch(composite -> IndexFile.serves(index, composite)))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("queries")
    void everyQueryHasItsIndex(Built query) {
        assertThat(missing(FILE, Stream.of(query))).isEmpty();
    }

    @Test
    void everyQueryIsSeenHere() {
        assertThat(QueriesInTheCode.outOfSight(CODE))
                .as("queries are built in methods that return one Query and are not private")
                .isEmpty();
        assertThat(OF_THE_CODE)
                .extracting(Built::method)
                .contains("OutboxQueries.expired in layout legacy", "Layout.messages in layout canonical");
    }

    @Test
    void aQueryThatIsBuiltOnTheWayIsFound() {
        var here = new ClassFileImporter().importClasses(QueryIndexesTest.class, QueriesInTheCode.class);

        assertThat(QueriesInTheCode.outOfSight(here))
                .extracting(JavaCodeUnit::getName)
                .contains("ofClients", "inOrder", "outbox");
    }

    @Test
    void noIndexIsThereForNobody() {
        assertThat(unneeded(FILE)).isEmpty();
    }

    @Test
    void eachIndexIsMissedWhenItIsGone() {
        assertThat(FILE.indexes())
                .allSatisfy(index -> assertThat(missing(FILE.without(index), queries()))
                        .as("without %s", index)
                        .isNotEmpty());
    }

    @Test
    void aFieldThatAQueryComparesMayNotBeExempted() {
        var exempted = new IndexFile(
                FILE.indexes(),
                List.of(new IndexFile.FieldOverride("whatsapp_outbox", "waitingFor", false, List.of())));

        assertThat(missing(exempted, OF_THE_CODE.stream()))
                .hasSize(2)
                .allMatch(problem -> problem.startsWith("OutboxQueries.deferred in layout canonical"));
    }

    @Test
    void whatIsIndexedOtherwiseThanEachFieldHasItsReason() {
        var forClients = List.of(FILE.override("messages", "waMessageId").orElseThrow());

        assertThat(FILE.fieldOverrides())
                .filteredOn(override -> !forClients.contains(override))
                .allSatisfy(override -> {
                    assertThat(override.fieldPath()).isIn(EVER_GROWING);
                    assertThat(override.indexes()).isEmpty();
                });
    }

    @ParameterizedTest
    @EnumSource
    @Tag("I2")
    void whatExpiresIsDeleted(DataLayout data) {
        var layout = OfflineFirestore.layout(data);
        var expiring = List.of(
                layout.outbox().getId(),
                layout.ingests().getId(),
                layout.lease("volume").getParent().getId());

        assertThat(expiring)
                .allSatisfy(collection -> assertThat(FILE.override(collection, "expiresAt"))
                        .hasValueSatisfying(
                                override -> assertThat(override.ttl()).isTrue()));
    }

    @Test
    void nothingElseIsDeleted() {
        assertThat(FILE.fieldOverrides())
                .filteredOn(IndexFile.FieldOverride::ttl)
                .extracting(override -> override.collectionGroup() + "." + override.fieldPath())
                .containsExactlyInAnyOrder(
                        "whatsapp_outbox.expiresAt",
                        "outbox.expiresAt",
                        "whatsapp_ingest.expiresAt",
                        "inboundDedupe.expiresAt",
                        "whatsapp_connectors.expiresAt");
    }

    @Test
    void aQueryOfAKindThatIsNotUnderstoodIsAnError() {
        var query = OfflineFirestore.client().collection("c").whereArrayContains("tags", "new");

        assertThatThrownBy(() -> required(query)).hasMessageContaining("not written here yet");
    }
}
