package dev.connectors.whatsapp.connector.inbound;

import com.google.cloud.Timestamp;
import com.google.cloud.firestore.DocumentReference;
import dev.connectors.whatsapp.connector.bridge.BridgeEvent.ChatEvent;
import dev.connectors.whatsapp.connector.bridge.BridgeEvent.InboundMessage;
import dev.connectors.whatsapp.connector.bridge.BridgeEvent.PhoneNumberLearnt;
import dev.connectors.whatsapp.connector.bridge.BridgeEvent.Receipt;
import dev.connectors.whatsapp.connector.bridge.Content;
import dev.connectors.whatsapp.connector.chat.Direction;
import dev.connectors.whatsapp.connector.chat.ThreadId;
import dev.connectors.whatsapp.connector.firestore.Draft;
import dev.connectors.whatsapp.connector.firestore.Layout;
import dev.connectors.whatsapp.connector.firestore.ThreadFields;
import dev.connectors.whatsapp.connector.firestore.Timestamps;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What events change in the documents. Of what it reads it decides alone, so that the same event a second time changes
 * nothing, and that one which comes before the message it is about has the same effect as after it.
 */
final class Projection {
    private final Layout layout;
    private final Draft draft;
    private final Instant now;
    private final People people;
    private final Ledger ledger;

    Projection(People people, Layout layout, Draft draft, Instant now, Duration dedupeFor) {
        this.layout = layout;
        this.draft = draft;
        this.now = now;
        this.people = people;
        this.ledger = new Ledger(layout, draft, now, dedupeFor);
    }

    void apply(ChatEvent event) {
        switch (event) {
            case InboundMessage message -> message(message);
            case Receipt receipt -> receipt(receipt);
            case PhoneNumberLearnt learnt -> people.learn(learnt.lid(), learnt.phoneNumber());
        }
    }

    private void message(InboundMessage message) {
        people.learnFrom(message.key().chat());
        var places = people.places(message.key());
        // It may be there without its record: that expires, and what the connector sent has none.
        if (ledger.isRecorded(places) || find(places).isPresent()) {
            return;
        }
        var place = places.getFirst();
        var reference = reference(place);
        var target = Mentions.target(message.content()).map(people::places);
        draft.put(
                reference,
                MessageDocument.of(
                        layout.data(),
                        place,
                        message,
                        target.map(targets -> find(targets).orElseGet(() -> reference(targets.getFirst()))),
                        now));
        ledger.record(places).forEach(change -> change(reference, change));
        target.filter(targets -> isAllowed(message, targets))
                .ifPresent(targets -> Change.of(message.content(), author(message), Timestamps.of(message.sentAt()))
                        .ifPresent(change -> changeOrAwait(targets, change)));
        thread(place.thread(), message);
    }

    /** In a group, who reacts is its author; else it is one of two. */
    private List<String> author(InboundMessage message) {
        var key = message.key();
        return key.direction() == Direction.OUTBOUND
                ? List.of(Change.OURSELVES)
                : Change.texts(people.names(key.participant().orElse(key.chat())));
    }

    /** WhatsApp leaves it to the receiver to look whether an author changes somebody else's words. */
    private boolean isAllowed(InboundMessage message, List<Place> targets) {
        var places = people.places(message.key());
        var sameChat =
                targets.stream().anyMatch(target -> places.getFirst().thread().equals(target.thread()));
        return sameChat
                && switch (message.content()) {
                    case Content.Edit edit -> isSameAuthor(places, targets);
                    // An admin of a group may delete what others wrote.
                    case Content.Deletion deletion ->
                        message.key().chat().jid().isGroup() || isSameAuthor(places, targets);
                    default -> true;
                };
    }

    private static boolean isSameAuthor(List<Place> one, List<Place> other) {
        return one.stream()
                .anyMatch(place -> other.stream()
                        .anyMatch(target -> place.key().direction()
                                        == target.key().direction()
                                && place.key().participant().equals(target.key().participant())));
    }

    private void receipt(Receipt receipt) {
        var participant = receipt.participant().map(people::names).orElse(List.of());
        changeOrAwait(
                people.places(receipt.key()),
                new Change.Receipt(Change.texts(participant), receipt.delivery(), Timestamps.of(receipt.at())));
    }

    private void changeOrAwait(List<Place> places, Change change) {
        var message = find(places);
        if (message.isPresent()) {
            change(message.get(), change);
        } else if (!ledger.isRecorded(places)) {
            ledger.await(places, change);
        }
    }

    private void change(DocumentReference message, Change change) {
        var news = change.on(draft.get(message).orElseThrow(), layout.data().deliveryField());
        if (!news.isEmpty()) {
            var fields = new HashMap<>(news);
            fields.put("updatedAt", Timestamps.of(now));
            draft.put(message, fields);
        }
    }

    private Optional<DocumentReference> find(List<Place> places) {
        return places.stream().map(this::reference).filter(draft::exists).findFirst();
    }

    private DocumentReference reference(Place place) {
        return layout.message(place.thread(), place.key());
    }

    private void thread(ThreadId thread, InboundMessage message) {
        var reference = layout.thread(thread);
        var present = draft.get(reference);
        var fields = new HashMap<String, Object>();
        if (isNewest(message.sentAt(), present)) {
            fields.putAll(ThreadFields.lastMessage(
                    layout.data(), Preview.of(message.content()), message.key().direction(), message.sentAt(), now));
        }
        if (present.isEmpty()) {
            fields.putAll(ThreadFields.created(thread, now));
        }
        people.names(message.key().chat()).stream()
                .filter(name -> !name.equals(thread.chat()))
                .findFirst()
                .ifPresent(name -> fields.put("alternativeJid", name.jid()));
        draft.put(reference, fields);
    }

    /** What was held back while the account was offline must not cover what was written since. */
    private static boolean isNewest(Instant sentAt, Optional<Map<String, Object>> thread) {
        return !(thread.map(fields -> fields.get("lastMessageAt")).orElse(null) instanceof Timestamp last)
                || !sentAt.isBefore(Timestamps.instant(last).truncatedTo(ChronoUnit.SECONDS));
    }
}
