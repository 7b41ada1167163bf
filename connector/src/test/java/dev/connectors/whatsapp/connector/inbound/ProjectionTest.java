package dev.connectors.whatsapp.connector.inbound;

import com.google.cloud.Timestamp;
import com.google.cloud.firestore.DocumentReference;
import dev.connectors.whatsapp.connector.bridge.BridgeEvent.InboundMessage;
import dev.connectors.whatsapp.connector.bridge.BridgeEvent.PhoneNumberLearnt;
import dev.connectors.whatsapp.connector.bridge.BridgeEvent.WaMessageKey;
import dev.connectors.whatsapp.connector.bridge.Content;
import dev.connectors.whatsapp.connector.chat.ChatId;
import dev.connectors.whatsapp.connector.chat.DataLayout;
import dev.connectors.whatsapp.connector.chat.Delivery;
import dev.connectors.whatsapp.connector.chat.MessageKey;
import dev.connectors.whatsapp.connector.chat.ThreadId;
import dev.connectors.whatsapp.connector.firestore.Timestamps;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static dev.connectors.whatsapp.connector.inbound.ChatEvents.ACCOUNT;
import static dev.connectors.whatsapp.connector.inbound.ChatEvents.GROUP;
import static dev.connectors.whatsapp.connector.inbound.ChatEvents.LID;
import static dev.connectors.whatsapp.connector.inbound.ChatEvents.NOON;
import static dev.connectors.whatsapp.connector.inbound.ChatEvents.NUMBER;
import static dev.connectors.whatsapp.connector.inbound.ChatEvents.by;
import static dev.connectors.whatsapp.connector.inbound.ChatEvents.byBothNames;
import static dev.connectors.whatsapp.connector.inbound.ChatEvents.inGroup;
import static dev.connectors.whatsapp.connector.inbound.ChatEvents.learnt;
import static dev.connectors.whatsapp.connector.inbound.ChatEvents.message;
import static dev.connectors.whatsapp.connector.inbound.ChatEvents.receipt;
import static dev.connectors.whatsapp.connector.inbound.ChatEvents.receiptOf;
import static dev.connectors.whatsapp.connector.inbound.ChatEvents.received;
import static dev.connectors.whatsapp.connector.inbound.ChatEvents.sent;
import static dev.connectors.whatsapp.connector.inbound.ChatEvents.text;
import static org.assertj.core.api.Assertions.assertThat;

@ParameterizedClass
@EnumSource(DataLayout.class)
class ProjectionTest {
    private static final WaMessageKey M1 = received(by(NUMBER), "M1");

    private final DataLayout data;
    private final MemoryStore store;

    ProjectionTest(DataLayout data) {
        this.data = data;
        this.store = new MemoryStore(data);
    }

    private DocumentReference at(WaMessageKey key) {
        return at(key, key.chat().jid());
    }

    private DocumentReference at(WaMessageKey key, ChatId chat) {
        return store.layout.message(
                thread(chat), new MessageKey(key.direction(), key.participant().map(member -> member.jid()), key.id()));
    }

    private static ThreadId thread(ChatId chat) {
        return new ThreadId(ACCOUNT, chat);
    }

    private static Timestamp second(int second) {
        return Timestamps.of(NOON.plusSeconds(second));
    }

    private InboundMessage reaction(String id, int second, String emoji) {
        return message(received(by(NUMBER), id), second, new Content.Reaction(M1, emoji));
    }

    @Test
    @Tag("I1")
    void aMessageItsRecordAndItsThreadAreOneCommit() {
        store.commit(text(M1, 1, "Hello"));

        assertThat(store.fields(at(M1)))
                .containsEntry("type", "text")
                .containsEntry("body", "Hello")
                .containsEntry("direction", "inbound")
                .containsEntry("createdAt", second(1))
                .doesNotContainKey(data.deliveryField());
        assertThat(store.records())
                .hasSize(1)
                .allSatisfy((path, record) -> assertThat(record)
                        .containsEntry("messageRef", at(M1))
                        .containsEntry("expiresAt", Timestamps.of(NOON.plusSeconds(30 * 86_400))));
        assertThat(store.fields(store.layout.thread(thread(NUMBER))))
                .containsEntry("lastMessageAt", second(1))
                .containsEntry(data.previewField(), "Hello")
                .containsEntry("lastMessageDirection", "inbound");
    }

    @Test
    @Tag("I1")
    void aMessageThatComesAgainChangesNothing() {
        store.commit(text(M1, 1, "Hello"), text(M1, 1, "Hello"));

        assertThat(store.draft(List.of(text(M1, 1, "Hello"))).isEmpty()).isTrue();
    }

    @Test
    @Tag("I1")
    @Tag("I2")
    void neitherWhenItsRecordHasExpiredNorWhenAClientHasDeletedIt() {
        store.commit(text(M1, 1, "Hello"));

        store.delete(at(M1));
        assertThat(store.draft(List.of(text(M1, 1, "Hello"))).isEmpty()).isTrue();

        store.put(at(M1), Map.of("body", "Hello"));
        store.delete(store.layout.ingest(thread(NUMBER), messageKey(M1)));
        assertThat(store.draft(List.of(text(M1, 1, "Hello"))).isEmpty()).isTrue();
    }

    private static MessageKey messageKey(WaMessageKey key) {
        return new MessageKey(key.direction(), Optional.empty(), key.id());
    }

    @Test
    @Tag("I3")
    void messagesThatDifferInOnePartOfTheirKeyAreAllKept() {
        var keys = List.of(
                M1,
                sent(by(NUMBER), "M1"),
                received(by(new ChatId("40799999999@s.whatsapp.net")), "M1"),
                inGroup(by(NUMBER), "M1"),
                inGroup(by(new ChatId("888@lid")), "M1"));
        var events = keys.stream().map(key -> text(key, 1, "Hello")).toList();

        events.forEach(store::commit);

        assertThat(store.messages()).hasSize(keys.size());
        assertThat(store.records()).hasSize(keys.size());
        assertThat(store.draft(events).isEmpty()).as("each is recognised").isTrue();
    }

    @Test
    @Tag("I1")
    void whatThePhoneWroteIsOutgoingAndSent() {
        store.commit(text(sent(by(NUMBER), "P1"), 1, "From my phone"));

        assertThat(store.fields(at(sent(by(NUMBER), "P1"))))
                .containsEntry("direction", "outbound")
                .containsEntry(data.deliveryField(), "sent");
        assertThat(store.fields(store.layout.thread(thread(NUMBER)))).containsEntry("lastMessageDirection", "outbound");
    }

    @Test
    @Tag("I1")
    void whatTheConnectorSentItselfIsNotTouchedByItsCopy() {
        store.put(at(sent(by(NUMBER), "C1")), Map.of("body", "Ours", data.deliveryField(), "queued"));

        assertThat(store.draft(List.of(text(sent(by(NUMBER), "C1"), 1, "Ours"))).isEmpty())
                .isTrue();
    }

    @Test
    @Tag("I1")
    void whatIsOlderThanTheNewestLineDoesNotCoverIt() {
        store.commit(text(received(by(NUMBER), "M2"), 5, "Later"), text(M1, 1, "Earlier"));

        assertThat(store.fields(store.layout.thread(thread(NUMBER)))).containsEntry(data.previewField(), "Later");
    }

    @Test
    @Tag("I1")
    void aReactionIsAMessageOfItsOwnAndShownAtItsTarget() {
        store.commit(text(M1, 1, "Hello"));
        store.commit(reaction("R1", 2, "👍"));

        assertThat(store.fields(at(received(by(NUMBER), "R1"))))
                .containsEntry("type", "reaction")
                .containsEntry("emoji", "👍")
                .containsEntry("targetWaMessageId", "M1")
                .containsEntry("targetRef", at(M1));
        assertThat(store.fields(at(M1)))
                .containsEntry("reactions", Map.of(NUMBER.jid(), Map.of("emoji", "👍", "at", second(2))));
    }

    @Test
    @Tag("I1")
    void theLatestReactionOfEachAuthorCounts() {
        store.commit(
                text(M1, 1, "Hello"),
                reaction("R2", 3, ""),
                reaction("R1", 2, "👍"),
                message(sent(by(NUMBER), "R3"), 4, new Content.Reaction(M1, "❤")));

        assertThat(store.fields(at(M1)))
                .containsEntry(
                        "reactions",
                        Map.of(
                                NUMBER.jid(),
                                Map.of("emoji", "", "at", second(3)),
                                "me",
                                Map.of("emoji", "❤", "at", second(4))));
    }

    @Test
    @Tag("I1")
    void anEditReplacesTheWordsOfItsTarget() {
        store.commit(text(M1, 1, "Helo"));
        store.commit(message(received(by(NUMBER), "E1"), 2, new Content.Edit(M1, new Content.Text("Hello"))));

        assertThat(store.fields(at(M1))).containsEntry("body", "Hello").containsEntry("editedAt", second(2));
        assertThat(store.fields(at(received(by(NUMBER), "E1"))))
                .containsEntry("type", "edit")
                .containsEntry("body", "Hello");
    }

    @Test
    @Tag("I1")
    void aDeletionLeavesTheWordsAndSaysWhen() {
        store.commit(text(M1, 1, "Hello"));
        store.commit(message(received(by(NUMBER), "D1"), 2, new Content.Deletion(M1)));

        assertThat(store.fields(at(M1))).containsEntry("body", "Hello").containsEntry("deletedAt", second(2));
    }

    @Test
    @Tag("I1")
    void nobodyChangesWhatAnotherWrote() {
        var ours = sent(by(NUMBER), "C1");
        var anas = inGroup(by(LID), "G1");
        store.put(at(ours), Map.of("body", "Ours"));
        store.commit(text(anas, 1, "Ana's"));

        store.commit(
                message(received(by(NUMBER), "E1"), 2, new Content.Edit(ours, new Content.Text("Theirs"))),
                message(received(by(NUMBER), "D1"), 2, new Content.Deletion(ours)),
                message(inGroup(by(new ChatId("888@lid")), "E2"), 2, new Content.Edit(anas, new Content.Text("Ion's"))),
                message(received(by(NUMBER), "E3"), 2, new Content.Edit(anas, new Content.Text("From elsewhere"))));

        assertThat(store.fields(at(ours))).isEqualTo(Map.of("body", "Ours"));
        assertThat(store.fields(at(anas))).containsEntry("body", "Ana's");
        assertThat(store.fields(at(received(by(NUMBER), "E1"))))
                .as("kept all the same")
                .containsEntry("type", "edit");
    }

    @Test
    @Tag("I1")
    void anAdminOfAGroupDeletesWhatOthersWrote() {
        var anas = inGroup(by(LID), "G1");
        store.commit(text(anas, 1, "Ana's"), message(sent(by(GROUP), "D1"), 2, new Content.Deletion(anas)));

        assertThat(store.fields(at(anas))).containsEntry("deletedAt", second(2));
    }

    @Test
    @Tag("I1")
    void whatComesBeforeItsTargetWaitsForIt() {
        store.commit(reaction("R1", 4, "👍"));
        store.commit(message(received(by(NUMBER), "E1"), 2, new Content.Edit(M1, new Content.Text("Hello"))));
        store.commit(message(received(by(NUMBER), "D1"), 3, new Content.Deletion(M1)));
        assertThat(store.fields(at(M1))).as("not made up").isEmpty();

        store.commit(text(M1, 1, "Helo"));

        assertThat(store.fields(at(M1)))
                .containsEntry("type", "text")
                .containsEntry("body", "Hello")
                .containsEntry("editedAt", second(2))
                .containsEntry("deletedAt", second(3))
                .containsEntry("reactions", Map.of(NUMBER.jid(), Map.of("emoji", "👍", "at", second(4))));
        assertThat(store.draft(List.of(text(M1, 1, "Helo"))).isEmpty()).isTrue();
    }

    @Test
    @Tag("O10")
    void receiptsMoveAMessageForwardOnly() {
        var key = sent(by(NUMBER), "C1");
        store.put(at(key), Map.of(data.deliveryField(), "queued"));

        store.commit(receipt(key, 3, Delivery.READ), receipt(key, 2, Delivery.DELIVERED));

        assertThat(store.fields(at(key)))
                .containsEntry(data.deliveryField(), "read")
                .containsKey("updatedAt")
                .doesNotContainKey("receipts");
        assertThat(store.draft(List.of(receipt(key, 9, Delivery.READ))).isEmpty())
                .isTrue();
    }

    @Test
    @Tag("O10")
    void aReceiptThatComesBeforeThePhonesMessageWaitsForIt() {
        var key = sent(by(NUMBER), "P1");
        store.commit(receipt(key, 2, Delivery.READ));

        store.commit(text(key, 1, "From my phone"));

        assertThat(store.fields(at(key))).containsEntry(data.deliveryField(), "read");
    }

    @Test
    @Tag("O10")
    void inAGroupEachMemberHasReceiptsAndTheMessageGoesByTheFirst() {
        var key = sent(by(GROUP), "C1");
        var ion = new ChatId("888@lid");
        store.put(at(key), Map.of(data.deliveryField(), "sent"));

        store.commit(
                receiptOf(by(LID), key, 1, Delivery.DELIVERED),
                receiptOf(by(ion), key, 2, Delivery.DELIVERED),
                receiptOf(by(ion), key, 4, Delivery.READ),
                receiptOf(by(ion), key, 3, Delivery.DELIVERED));

        assertThat(store.fields(at(key)))
                .containsEntry(data.deliveryField(), "read")
                .containsEntry(
                        "receipts",
                        Map.of(
                                LID.jid(), Map.of("delivery", "delivered", "at", second(1)),
                                ion.jid(), Map.of("delivery", "read", "at", second(4))));
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
        assertThat(store.fields(at(M1))).containsEntry("chatId", NUMBER.jid());
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

        assertThat(store.fields(at(M1))).containsEntry("chatId", NUMBER.jid());
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
        store.put(at(key), Map.of(data.deliveryField(), "sent"));
        store.commit(learnt());

        store.commit(receipt(sent(by(NUMBER), "C1"), 3, Delivery.READ));

        assertThat(store.fields(at(key))).containsEntry(data.deliveryField(), "read");
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

        assertThat(store.fields(at(target)))
                .containsEntry("reactions", Map.of(NUMBER.jid(), Map.of("emoji", "❤", "at", second(3))));
    }

    @Test
    @Tag("I3")
    void aNumberWithANewOwnerTakesNothingOfTheFormerOnes() {
        var newOwner = new ChatId("999@lid");
        store.commit(text(received(by(NUMBER), "M1"), 1, "The former owner"), learnt());
        store.commit(new PhoneNumberLearnt(learnt().origin(), newOwner, NUMBER));

        store.commit(text(received(by(NUMBER), "M2"), 2, "The new owner"));

        assertThat(store.fields(at(received(by(NUMBER), "M2"), newOwner))).containsEntry("body", "The new owner");
        assertThat(store.fields(store.layout.thread(thread(NUMBER))))
                .containsEntry(data.previewField(), "The former owner");
    }

    @Test
    void aBatchIsReadInTwoRequests() {
        store.commit(learnt(), text(M1, 0, "Hello"));
        var before = store.reads();

        store.commit(
                IntStream.range(1, 50).mapToObj(i -> reaction("R" + i, i, "👍")).toList());

        assertThat(store.reads() - before).isEqualTo(2);
    }
}
