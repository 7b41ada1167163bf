package dev.connectors.whatsapp.connector.inbound;

import com.google.cloud.Timestamp;
import com.google.cloud.firestore.DocumentReference;
import dev.connectors.whatsapp.connector.bridge.BridgeEvent.Party;
import dev.connectors.whatsapp.connector.bridge.BridgeEvent.WaMessageKey;
import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.chat.ChatId;
import dev.connectors.whatsapp.connector.chat.MessageKey;
import dev.connectors.whatsapp.connector.chat.ThreadId;
import dev.connectors.whatsapp.connector.firestore.Alias;
import dev.connectors.whatsapp.connector.firestore.Draft;
import dev.connectors.whatsapp.connector.firestore.Layout;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Who is meant by a name: one person has one thread, whether they come by phone number or by LID. */
final class People {
    private final AccountId account;
    private final Layout layout;
    private final Draft draft;

    People(AccountId account, Layout layout, Draft draft) {
        this.account = account;
        this.layout = layout;
        this.draft = draft;
    }

    /** Every name that is known; first the one under which we know them. */
    List<ChatId> names(Party party) {
        var learnt = ownNames(party).flatMap(name -> readAlias(name).stream()).findFirst();
        return Stream.concat(learnt.stream().flatMap(alias -> alias.names().stream()), ownNames(party))
                .distinct()
                .toList();
    }

    /** What tells the other names. */
    Stream<DocumentReference> aliases(Party party) {
        return ownNames(party).filter(name -> !name.isGroup()).map(this::alias);
    }

    /** What tells the other name of somebody. */
    DocumentReference alias(ChatId name) {
        return layout.alias(account, name);
    }

    /** Where the conversation may be kept. */
    Stream<DocumentReference> threads(Party party) {
        return names(party).stream().map(this::thread).map(layout::thread);
    }

    /** Whether it is written down that two names are theirs. */
    boolean isKnownByTwoNames(Party party) {
        return ownNames(party).anyMatch(name -> readAlias(name).isPresent());
    }

    /** Those that an event tells. */
    static Stream<ChatId> ownNames(Party party) {
        return Stream.concat(Stream.of(party.jid()), party.alternative().stream());
    }

    /** Where a message may be; the first is where a new one belongs. */
    List<Place> places(WaMessageKey key) {
        var threads = names(key.chat()).stream().map(this::thread).toList();
        var keys = key
                .participant()
                .map(this::names)
                .map(names -> names.stream().map(Optional::of).toList())
                .orElseGet(() -> List.of(Optional.empty()))
                .stream()
                .map(participant -> new MessageKey(key.direction(), participant, key.id()))
                .toList();
        return threads.stream()
                .flatMap(thread -> keys.stream().map(messageKey -> new Place(thread, messageKey)))
                .toList();
    }

    ThreadId thread(ChatId chat) {
        return new ThreadId(account, chat);
    }

    /** A message that names its contact twice tells what is not known yet; what was learnt since it was sent stays. */
    void learnFrom(Party party) {
        party.alternative().ifPresent(other -> {
            var lid = party.jid().isLid() ? party.jid() : other;
            var number = party.jid().isLid() ? other : party.jid();
            if (lid.isLid()
                    && number.phoneNumber().isPresent()
                    && readAlias(lid).isEmpty()) {
                learn(lid, number);
            }
        });
    }

    /**
     * Keeps that both names are one person's. Whichever has a thread keeps it; of two threads the older is written on, and
     * the other says whose alias it is.
     */
    void learn(ChatId lid, ChatId number) {
        var known = readAlias(number);
        if (known.isPresent() && known.get().lid().equals(lid) && known.equals(readAlias(lid))) {
            return;
        }
        // A number that has a new owner takes nothing of the former one's with it.
        var hadAnotherOwner = known.isPresent() && !known.get().lid().equals(lid);
        var ofLid = readAlias(lid).map(Alias::chat).or(() -> existing(lid));
        var ofNumber = hadAnotherOwner
                ? Optional.<ChatId>empty()
                : known.map(Alias::chat).or(() -> existing(number));
        var chat = elder(ofLid, ofNumber).orElse(hadAnotherOwner ? lid : number);
        var both = new Alias(chat, lid, number);
        draft.put(alias(lid), both.fields());
        draft.put(alias(number), both.fields());
        Stream.of(ofLid, ofNumber)
                .flatMap(Optional::stream)
                .filter(other -> !other.equals(chat) && existing(other).isPresent())
                .forEach(other -> draft.put(
                        layout.thread(thread(other)),
                        Map.of("aliasOf", layout.data().threadId(thread(chat)))));
    }

    private Optional<ChatId> elder(Optional<ChatId> one, Optional<ChatId> other) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.or(() -> other);
        }
        return createdAt(other.get()).compareTo(createdAt(one.get())) < 0 ? other : one;
    }

    private Timestamp createdAt(ChatId chat) {
        return draft.get(layout.thread(thread(chat)))
                .map(fields -> fields.get("createdAt"))
                .map(value -> value instanceof Timestamp at ? at : Timestamp.MIN_VALUE)
                .orElse(Timestamp.MAX_VALUE);
    }

    private Optional<ChatId> existing(ChatId chat) {
        return Optional.of(chat).filter(name -> draft.exists(layout.thread(thread(name))));
    }

    private Optional<Alias> readAlias(ChatId name) {
        return Optional.of(name)
                .filter(one -> !one.isGroup())
                .flatMap(one -> draft.get(alias(one)))
                .flatMap(Alias::read);
    }
}
