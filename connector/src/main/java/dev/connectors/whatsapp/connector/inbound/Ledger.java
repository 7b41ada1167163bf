package dev.connectors.whatsapp.connector.inbound;

import com.google.cloud.firestore.DocumentReference;
import dev.connectors.whatsapp.connector.firestore.Draft;
import dev.connectors.whatsapp.connector.firestore.Layout;
import dev.connectors.whatsapp.connector.firestore.Timestamps;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The dedupe records: what has been recorded is not recorded again. A message that is not there yet may have a record already,
 * in which what happened to it waits.
 */
final class Ledger {
    private static final String AWAITED = "awaited";
    private static final String WAITING = "waiting";
    private static final String MESSAGE = "messageRef";

    private final Layout layout;
    private final Draft draft;
    private final Instant now;
    private final Duration keptFor;

    /** @param keptFor how long a redelivery is recognised */
    Ledger(Layout layout, Draft draft, Instant now, Duration keptFor) {
        this.layout = layout;
        this.draft = draft;
        this.now = now;
        this.keptFor = keptFor;
    }

    /** Where the records of a message may be. */
    static Stream<DocumentReference> records(Layout layout, Place place) {
        return Stream.of(layout.ingest(place.thread(), place.key()), layout.otherIngest(place.thread(), place.key()))
                .distinct();
    }

    boolean isRecorded(List<Place> places) {
        return recordsOf(places).stream().anyMatch(record -> !isAwaited(record));
    }

    /** Notes that the message is recorded at the first of these places, and returns what has been waiting for it. */
    List<Change> record(List<Place> places) {
        var place = places.getFirst();
        var awaited = recordsOf(places);
        var waiting =
                awaited.stream().flatMap(record -> waiting(record).stream()).toList();
        for (var record : awaited.isEmpty() ? List.of(vacant(place)) : awaited) {
            draft.put(record, fields(place, false));
        }
        return waiting.stream().flatMap(change -> Change.read(change).stream()).toList();
    }

    /** Keeps a change until its message comes, or until nobody expects that any more. */
    void await(List<Place> places, Change change) {
        var place = places.getFirst();
        var record = recordsOf(places).stream().findFirst().orElseGet(() -> vacant(place));
        var waiting = new ArrayList<Object>(waiting(record));
        if (!waiting.contains(change.fields())) {
            waiting.add(change.fields());
            draft.put(record, fields(place, true));
            draft.put(record, Map.of(WAITING, waiting));
        }
    }

    private Map<String, Object> fields(Place place, boolean awaited) {
        return Map.of(
                "accountId",
                place.thread().account().value(),
                "threadId",
                layout.data().threadId(place.thread()),
                MESSAGE,
                layout.message(place.thread(), place.key()),
                AWAITED,
                awaited,
                "createdAt",
                Timestamps.of(now),
                "expiresAt",
                Timestamps.of(now.plus(keptFor)));
    }

    private List<DocumentReference> recordsOf(List<Place> places) {
        return places.stream()
                .flatMap(place -> records(layout, place))
                .distinct()
                .filter(record -> isOf(places, record))
                .toList();
    }

    /** In the legacy layout the id of a record has no chat in it: it may be another message's. */
    private boolean isOf(List<Place> places, DocumentReference record) {
        return draft.get(record)
                .map(fields -> places.stream()
                        .anyMatch(place ->
                                layout.message(place.thread(), place.key()).equals(fields.get(MESSAGE))))
                .orElse(false);
    }

    private DocumentReference vacant(Place place) {
        var first = layout.ingest(place.thread(), place.key());
        return draft.exists(first) ? layout.otherIngest(place.thread(), place.key()) : first;
    }

    private boolean isAwaited(DocumentReference record) {
        return Boolean.TRUE.equals(field(record, AWAITED).orElse(false));
    }

    private List<Map<?, ?>> waiting(DocumentReference record) {
        return field(record, WAITING).filter(List.class::isInstance).map(List.class::cast).stream()
                .flatMap(Ledger::maps)
                .toList();
    }

    private static Stream<Map<?, ?>> maps(List<?> values) {
        return values.stream().filter(Map.class::isInstance).map(value -> (Map<?, ?>) value);
    }

    private Optional<Object> field(DocumentReference record, String name) {
        return draft.get(record).map(fields -> fields.get(name));
    }
}
