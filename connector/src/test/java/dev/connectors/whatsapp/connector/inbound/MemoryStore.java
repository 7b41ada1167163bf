package dev.connectors.whatsapp.connector.inbound;

import com.google.cloud.Timestamp;
import com.google.cloud.firestore.DocumentReference;
import dev.connectors.whatsapp.connector.bridge.BridgeEvent.ChatEvent;
import dev.connectors.whatsapp.connector.bridge.BridgeEvent.Party;
import dev.connectors.whatsapp.connector.bridge.BridgeEvent.WaMessageKey;
import dev.connectors.whatsapp.connector.chat.ChatId;
import dev.connectors.whatsapp.connector.chat.DataLayout;
import dev.connectors.whatsapp.connector.chat.MessageKey;
import dev.connectors.whatsapp.connector.firestore.Draft;
import dev.connectors.whatsapp.connector.firestore.Layout;
import dev.connectors.whatsapp.connector.firestore.OfflineFirestore;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Documents in memory, written as a commit writes them. */
final class MemoryStore implements Draft.Store {
    final Layout layout;
    private final Map<DocumentReference, Stored> documents = new HashMap<>();
    private int commits;
    private int reads;

    MemoryStore(DataLayout data) {
        this.layout = OfflineFirestore.layout(data);
    }

    @Override
    public Map<DocumentReference, Draft.Stored> read(Collection<DocumentReference> references) {
        reads++;
        var found = new HashMap<DocumentReference, Draft.Stored>();
        for (var reference : references) {
            var stored = Optional.ofNullable(documents.get(reference));
            found.put(
                    reference,
                    new Draft.Stored(stored.map(Stored::fields).orElseGet(Map::of), stored.map(Stored::version)));
        }
        return found;
    }

    private record Stored(Map<String, Object> fields, Timestamp version) {}

    /** Where a message is kept. */
    DocumentReference at(WaMessageKey key) {
        return at(key, key.chat().jid());
    }

    DocumentReference at(WaMessageKey key, ChatId chat) {
        return layout.message(
                ChatEvents.thread(chat),
                new MessageKey(key.direction(), key.participant().map(Party::jid), key.id()));
    }

    /** Applies these events in one commit. */
    void commit(List<? extends ChatEvent> events) {
        draft(events).changes().forEach(this::put);
    }

    void commit(ChatEvent... events) {
        commit(List.of(events));
    }

    /** What these events would change. */
    Draft draft(List<? extends ChatEvent> events) {
        var draft = new Draft(this);
        var people = new People(ChatEvents.ACCOUNT, layout, draft);
        new Prefetch(people, layout, draft).everything(events);
        var projection = new Projection(people, layout, draft, ChatEvents.NOON, Duration.ofDays(30));
        events.forEach(projection::apply);
        return draft;
    }

    void put(DocumentReference reference, Map<String, Object> fields) {
        var merged = new HashMap<>(fields(reference));
        merged.putAll(fields);
        documents.put(reference, new Stored(merged, Timestamp.ofTimeMicroseconds(++commits)));
    }

    void delete(DocumentReference reference) {
        documents.remove(reference);
    }

    /** Empty where there is no such document. */
    Map<String, Object> fields(DocumentReference reference) {
        return Optional.ofNullable(documents.get(reference)).map(Stored::fields).orElseGet(Map::of);
    }

    /** Requests so far. */
    int reads() {
        return reads;
    }

    /** Every document below a collection of this name, by its path. */
    Map<String, Map<String, Object>> in(String collection) {
        var found = new TreeMap<String, Map<String, Object>>();
        documents.forEach((reference, stored) -> {
            if (reference.getParent().getId().equals(collection)) {
                found.put(reference.getPath().replaceFirst("^.*/documents/", ""), stored.fields());
            }
        });
        return found;
    }

    Map<String, Map<String, Object>> messages() {
        return in(layout.data() == DataLayout.CANONICAL ? "whatsapp_messages" : "messages");
    }

    Map<String, Map<String, Object>> threads() {
        return in(layout.data() == DataLayout.CANONICAL ? "whatsapp_threads" : "threads");
    }

    Map<String, Map<String, Object>> records() {
        return in(layout.data() == DataLayout.CANONICAL ? "whatsapp_ingest" : "inboundDedupe");
    }
}
