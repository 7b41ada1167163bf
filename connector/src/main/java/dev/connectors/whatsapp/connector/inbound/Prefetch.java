package dev.connectors.whatsapp.connector.inbound;

import com.google.cloud.firestore.DocumentReference;
import dev.connectors.whatsapp.connector.bridge.BridgeEvent.ChatEvent;
import dev.connectors.whatsapp.connector.bridge.BridgeEvent.InboundMessage;
import dev.connectors.whatsapp.connector.bridge.BridgeEvent.Party;
import dev.connectors.whatsapp.connector.bridge.BridgeEvent.PhoneNumberLearnt;
import dev.connectors.whatsapp.connector.bridge.BridgeEvent.Receipt;
import dev.connectors.whatsapp.connector.bridge.BridgeEvent.WaMessageKey;
import dev.connectors.whatsapp.connector.chat.ChatId;
import dev.connectors.whatsapp.connector.chat.Direction;
import dev.connectors.whatsapp.connector.chat.MessageKey;
import dev.connectors.whatsapp.connector.firestore.Draft;
import dev.connectors.whatsapp.connector.firestore.Layout;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads at once what a projection will ask for: each document that it misses costs a request of its own. */
final class Prefetch {
    private final People people;
    private final Layout layout;
    private final Draft draft;
    /** Taken to be missing without a look, and without knowing it from before. */
    private final Set<DocumentReference> unasked = new HashSet<>();

    Prefetch(People people, Layout layout, Draft draft) {
        this.people = people;
        this.layout = layout;
        this.draft = draft;
    }

    /** Who is meant, then all that may be there. */
    void everything(List<? extends ChatEvent> events) {
        draft.prefetch(aliases(events));
        draft.prefetch(Stream.concat(threads(events), places(events)));
    }

    /**
     * As {@link #everything}, but without a look for received messages where they may already be: their documents are created,
     * so the commit fails if one of them is there, and then everything has to be read. Nor is it asked who else somebody is
     * where that can change nothing.
     */
    void asNew(List<? extends ChatEvent> events, Memory memory) {
        // Whether something is to be learnt is not decided by what was known a while ago.
        draft.prefetch(aliases(
                events.stream().filter(PhoneNumberLearnt.class::isInstance).toList()));
        aliases(events).filter(alias -> !memory.isMissing(alias)).forEach(alias -> memory.recall(draft, alias));
        supposeOneName(events, memory);
        draft.prefetch(aliases(events));
        threads(events).forEach(thread -> memory.recall(draft, thread));
        draft.prefetch(threads(events));
        events.stream()
                .flatMap(event -> event instanceof InboundMessage message ? Stream.of(message.key()) : Stream.empty())
                .filter(key -> key.direction() == Direction.INBOUND)
                .forEach(this::supposeNew);
        draft.prefetch(events.stream()
                .filter(Receipt.class::isInstance)
                .flatMap(Mentions::keys)
                .flatMap(key -> people.places(key).stream())
                .map(this::message));
        draft.prefetch(places(
                events.stream().filter(event -> !isOfMessageThatIsThere(event)).toList()));
    }

    /**
     * Somebody whom nobody calls by two names is probably known by one. For a receipt that does if its message is there. A
     * message may go to the thread of that name if no other name was known a short while ago, and the thread has not become
     * another's alias since.
     */
    private void supposeOneName(List<? extends ChatEvent> events, Memory memory) {
        var witnesses = new HashMap<ChatId, Set<DocumentReference>>();
        events.forEach(event -> Mentions.keys(event)
                .filter(key -> !key.chat().jid().isGroup())
                .forEach(key -> witnesses
                        .computeIfAbsent(key.chat().jid(), name -> new HashSet<>())
                        .add(witness(event, key))));
        names(events, memory).forEach(witnesses::remove);
        draft.prefetch(witnesses.values().stream().flatMap(Collection::stream));
        witnesses.forEach((name, documents) -> {
            if (documents.stream().allMatch(this::isWrittenOn)) {
                var alias = people.alias(name);
                draft.suppose(alias, Draft.Stored.MISSING);
                unasked.add(alias);
            }
        });
    }

    /** Whose other name has to be looked for: an event tells it, or a new message comes of somebody who may have one. */
    private Stream<ChatId> names(List<? extends ChatEvent> events, Memory memory) {
        var told = events.stream()
                .flatMap(Mentions::parties)
                .filter(party -> party.alternative().isPresent())
                .flatMap(People::ownNames);
        var unknown = events.stream()
                .filter(event -> !(event instanceof Receipt))
                .flatMap(Mentions::chats)
                .map(Party::jid)
                .filter(name -> !memory.isMissing(people.alias(name)));
        return Stream.concat(told, unknown);
    }

    private DocumentReference witness(ChatEvent event, WaMessageKey key) {
        var thread = people.thread(key.chat().jid());
        return event instanceof Receipt
                ? layout.message(thread, new MessageKey(key.direction(), Optional.empty(), key.id()))
                : layout.thread(thread);
    }

    private boolean isWrittenOn(DocumentReference document) {
        return draft.get(document)
                .filter(fields -> !fields.containsKey("aliasOf"))
                .isPresent();
    }

    /** Of two threads of one contact, and of two names of a group's member, either may have the message already. */
    private void supposeNew(WaMessageKey key) {
        var places = people.places(key);
        var threads = places.stream().map(Place::thread).distinct().toList();
        var withMessages = threads.stream().map(layout::thread).filter(draft::exists);
        if (threads.size() == places.size() && withMessages.count() <= 1) {
            places.stream().flatMap(this::documents).forEach(place -> draft.suppose(place, Draft.Stored.MISSING));
        }
    }

    /** Has the memory keep what the next events of the same contacts would ask for again. To be called after the commit. */
    void remember(List<? extends ChatEvent> events, Memory memory) {
        aliases(events)
                .filter(alias -> !unasked.contains(alias))
                .forEach(alias -> memory.keep(alias, draft.unchanged(alias)));
        events.stream()
                .flatMap(Mentions::chats)
                .filter(people::isKnownByTwoNames)
                .flatMap(people::threads)
                .forEach(thread -> memory.keep(thread, draft.unchanged(thread).filter(Draft.Stored::isMissing)));
    }

    private Stream<DocumentReference> aliases(List<? extends ChatEvent> events) {
        return events.stream().flatMap(Mentions::parties).flatMap(people::aliases);
    }

    /** A receipt changes no thread. */
    private Stream<DocumentReference> threads(List<? extends ChatEvent> events) {
        return events.stream()
                .filter(event -> !(event instanceof Receipt))
                .flatMap(Mentions::chats)
                .flatMap(people::threads);
    }

    private Stream<DocumentReference> places(List<? extends ChatEvent> events) {
        return events.stream()
                .flatMap(Mentions::keys)
                .flatMap(key -> people.places(key).stream())
                .flatMap(this::documents);
    }

    /** What happens to a message that is there needs no look at its record. */
    private boolean isOfMessageThatIsThere(ChatEvent event) {
        return event instanceof Receipt receipt
                && people.places(receipt.key()).stream().map(this::message).anyMatch(draft::exists);
    }

    private Stream<DocumentReference> documents(Place place) {
        return Stream.concat(Ledger.records(layout, place), Stream.of(message(place)));
    }

    private DocumentReference message(Place place) {
        return layout.message(place.thread(), place.key());
    }
}
