package dev.connectors.whatsapp.connector.inbound;

import dev.connectors.whatsapp.connector.bridge.BridgeEvent.PhoneNumberLearnt;
import dev.connectors.whatsapp.connector.bridge.Content;
import dev.connectors.whatsapp.connector.chat.ChatId;
import dev.connectors.whatsapp.connector.chat.DataLayout;
import dev.connectors.whatsapp.connector.chat.Delivery;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static dev.connectors.whatsapp.connector.inbound.ChatEvents.LID;
import static dev.connectors.whatsapp.connector.inbound.ChatEvents.M1;
import static dev.connectors.whatsapp.connector.inbound.ChatEvents.NUMBER;
import static dev.connectors.whatsapp.connector.inbound.ChatEvents.by;
import static dev.connectors.whatsapp.connector.inbound.ChatEvents.byBothNames;
import static dev.connectors.whatsapp.connector.inbound.ChatEvents.inGroup;
import static dev.connectors.whatsapp.connector.inbound.ChatEvents.learnt;
import static dev.connectors.whatsapp.connector.inbound.ChatEvents.message;
import static dev.connectors.whatsapp.connector.inbound.ChatEvents.receipt;
import static dev.connectors.whatsapp.connector.inbound.ChatEvents.received;
import static dev.connectors.whatsapp.connector.inbound.ChatEvents.second;
import static dev.connectors.whatsapp.connector.inbound.ChatEvents.sent;
import static dev.connectors.whatsapp.connector.inbound.ChatEvents.text;
import static dev.connectors.whatsapp.connector.inbound.ChatEvents.thread;
import static org.assertj.core.api.Assertions.assertThat;

/** Whoever has a phone number and a LID has one thread, and is one author. */
@ParameterizedClass
@EnumSource(DataLayout.class)
class TwoNamesProjectionTest {
    private final DataLayout data;
    private final MemoryStore store;

    TwoNamesProjectionTest(DataLayout data) {
        this.data = data;
        this.store = new MemoryStore(data);
    }

    @Test
    @Tag("I3")
    void aThreadBegunUnderALidGoesOnWhenTheNumberIsLearnt() {
        store.commit(text(received(by(LID), "M1"), 1, "First"));
        store.commit(learnt());
        store.commit(text(received(by(NUMBER), "M2"), 2, "Second"), text(received(byBothNames(), "M3"), 3, "Third"));

        assertThat(store.threads()).hasSize(1);
        assertThat(store.fields(store.layout.thread(thread(LID))))
                .containsEntry(data.previewField(), "Third")
                .containsEntry("alternativeJid", NUMBER.jid());
        assertThat(store.messages().values())
                .extracting(fields -> fields.get("chatId"))
                .hasSize(3)
                .containsOnly(LID.jid());
    }

    @Test
    @Tag("I3")
    void aThreadBegunUnderANumberGoesOnWhenTheLidIsLearnt() {
        store.commit(
                text(received(by(NUMBER), "M1"), 1, "First"), learnt(), text(received(by(LID), "M2"), 2, "Second"));

        assertThat(store.threads()).hasSize(1);
        assertThat(store.fields(store.layout.thread(thread(NUMBER)))).containsEntry(data.previewField(), "Second");
    }

    @Test
    @Tag("I3")
    void whoIsLearntBeforeTheFirstMessageGoesByTheNumber() {
        store.commit(learnt(), text(received(by(LID), "M1"), 1, "First"));

        assertThat(store.threads()).hasSize(1);
        assertThat(store.fields(store.at(M1))).containsEntry("chatId", NUMBER.jid());
    }

    @Test
    @Tag("I3")
    void aMessageWithBothNamesTellsThemLikeAnEvent() {
        store.commit(text(received(by(LID), "M1"), 1, "First"));
        store.commit(text(received(byBothNames(), "M2"), 2, "Second"));

        assertThat(store.threads()).hasSize(1);
        assertThat(store.in("aliases")).hasSize(2);
    }

    @Test
    @Tag("I3")
    void ofTwoThreadsTheOlderGoesOnAndTheOtherSaysSo() {
        store.put(store.layout.thread(thread(LID)), Map.of("createdAt", second(2)));
        store.put(store.layout.thread(thread(NUMBER)), Map.of("createdAt", second(1)));
        store.commit(learnt());

        store.commit(text(received(by(LID), "M1"), 3, "To the older"));

        assertThat(store.fields(store.at(M1))).containsEntry("chatId", NUMBER.jid());
        assertThat(store.fields(store.layout.thread(thread(LID))))
                .containsEntry("aliasOf", data.threadId(thread(NUMBER)))
                .doesNotContainKey(data.previewField());
        assertThat(store.fields(store.layout.thread(thread(NUMBER)))).doesNotContainKey("aliasOf");
    }

    @Test
    @Tag("I1")
    void aMessageIsRecognisedUnderItsAuthorsOtherName() {
        var direct = Stream.of(received(by(LID), "M1"), received(by(NUMBER), "M1"), received(byBothNames(), "M1"));
        var inGroup = Stream.of(inGroup(by(LID), "G1"), inGroup(by(NUMBER), "G1"), inGroup(byBothNames(), "G1"));
        store.commit(text(received(by(LID), "M1"), 1, "Hello"), text(inGroup(by(LID), "G1"), 1, "Hello"), learnt());

        assertThat(store.draft(Stream.concat(direct, inGroup)
                                .map(key -> text(key, 1, "Hello"))
                                .toList())
                        .isEmpty())
                .isTrue();
    }

    @Test
    @Tag("O10")
    void aReceiptFindsItsMessageInTheThreadThatIsAnAliasNow() {
        store.put(store.layout.thread(thread(NUMBER)), Map.of("createdAt", second(1)));
        store.put(store.layout.thread(thread(LID)), Map.of("createdAt", second(2)));
        var key = sent(by(LID), "C1");
        store.put(store.at(key), Map.of(data.deliveryField(), "sent"));
        store.commit(learnt());

        store.commit(receipt(sent(by(NUMBER), "C1"), 3, Delivery.READ));

        assertThat(store.fields(store.at(key))).containsEntry(data.deliveryField(), "read");
    }

    @Test
    @Tag("I1")
    void oneAuthorHasOneReactionUnderWhicheverName() {
        var target = inGroup(by(new ChatId("888@lid")), "G1");
        store.commit(
                text(target, 1, "Hello"),
                message(inGroup(by(LID), "R1"), 2, new Content.Reaction(target, "👍")),
                learnt(),
                message(inGroup(by(NUMBER), "R2"), 3, new Content.Reaction(target, "❤")));

        assertThat(store.fields(store.at(target)))
                .containsEntry("reactions", Map.of(NUMBER.jid(), Map.of("emoji", "❤", "at", second(3))));
    }

    @Test
    @Tag("I3")
    void aNumberWithANewOwnerTakesNothingOfTheFormerOnes() {
        var newOwner = new ChatId("999@lid");
        store.commit(text(received(by(NUMBER), "M1"), 1, "The former owner"), learnt());
        store.commit(new PhoneNumberLearnt(learnt().origin(), newOwner, NUMBER));

        store.commit(text(received(by(NUMBER), "M2"), 2, "The new owner"));

        assertThat(store.fields(store.at(received(by(NUMBER), "M2"), newOwner))).containsEntry("body", "The new owner");
        assertThat(store.fields(store.layout.thread(thread(NUMBER))))
                .containsEntry(data.previewField(), "The former owner");
    }
}
