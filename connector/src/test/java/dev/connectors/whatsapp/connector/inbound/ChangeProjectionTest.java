package dev.connectors.whatsapp.connector.inbound;

import dev.connectors.whatsapp.connector.bridge.Content;
import dev.connectors.whatsapp.connector.chat.ChatId;
import dev.connectors.whatsapp.connector.chat.DataLayout;
import dev.connectors.whatsapp.connector.chat.Delivery;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static dev.connectors.whatsapp.connector.inbound.ChatEvents.GROUP;
import static dev.connectors.whatsapp.connector.inbound.ChatEvents.LID;
import static dev.connectors.whatsapp.connector.inbound.ChatEvents.M1;
import static dev.connectors.whatsapp.connector.inbound.ChatEvents.NUMBER;
import static dev.connectors.whatsapp.connector.inbound.ChatEvents.by;
import static dev.connectors.whatsapp.connector.inbound.ChatEvents.inGroup;
import static dev.connectors.whatsapp.connector.inbound.ChatEvents.message;
import static dev.connectors.whatsapp.connector.inbound.ChatEvents.reaction;
import static dev.connectors.whatsapp.connector.inbound.ChatEvents.receipt;
import static dev.connectors.whatsapp.connector.inbound.ChatEvents.receiptOf;
import static dev.connectors.whatsapp.connector.inbound.ChatEvents.received;
import static dev.connectors.whatsapp.connector.inbound.ChatEvents.second;
import static dev.connectors.whatsapp.connector.inbound.ChatEvents.sent;
import static dev.connectors.whatsapp.connector.inbound.ChatEvents.text;
import static org.assertj.core.api.Assertions.assertThat;

/** What is about a message reaches it, in whatever order the two come: reactions, edits, deletions and receipts. */
@ParameterizedClass
@EnumSource(DataLayout.class)
class ChangeProjectionTest {
    private final DataLayout data;
    private final MemoryStore store;

    ChangeProjectionTest(DataLayout data) {
        this.data = data;
        this.store = new MemoryStore(data);
    }

    @Test
    @Tag("I1")
    void aReactionIsAMessageOfItsOwnAndShownAtItsTarget() {
        store.commit(text(M1, 1, "Hello"));
        store.commit(reaction("R1", 2, "👍"));

        assertThat(store.fields(store.at(received(by(NUMBER), "R1"))))
                .containsEntry("type", "reaction")
                .containsEntry("emoji", "👍")
                .containsEntry("targetWaMessageId", "M1")
                .containsEntry("targetRef", store.at(M1));
        assertThat(store.fields(store.at(M1)))
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

        assertThat(store.fields(store.at(M1)))
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

        assertThat(store.fields(store.at(M1))).containsEntry("body", "Hello").containsEntry("editedAt", second(2));
        assertThat(store.fields(store.at(received(by(NUMBER), "E1"))))
                .containsEntry("type", "edit")
                .containsEntry("body", "Hello");
    }

    @Test
    @Tag("I1")
    void aDeletionLeavesTheWordsAndSaysWhen() {
        store.commit(text(M1, 1, "Hello"));
        store.commit(message(received(by(NUMBER), "D1"), 2, new Content.Deletion(M1)));

        assertThat(store.fields(store.at(M1))).containsEntry("body", "Hello").containsEntry("deletedAt", second(2));
    }

    @Test
    @Tag("I1")
    void nobodyChangesWhatAnotherWrote() {
        var ours = sent(by(NUMBER), "C1");
        var anas = inGroup(by(LID), "G1");
        store.put(store.at(ours), Map.of("body", "Ours"));
        store.commit(text(anas, 1, "Ana's"));

        store.commit(
                message(received(by(NUMBER), "E1"), 2, new Content.Edit(ours, new Content.Text("Theirs"))),
                message(received(by(NUMBER), "D1"), 2, new Content.Deletion(ours)),
                message(inGroup(by(new ChatId("888@lid")), "E2"), 2, new Content.Edit(anas, new Content.Text("Ion's"))),
                message(received(by(NUMBER), "E3"), 2, new Content.Edit(anas, new Content.Text("From elsewhere"))));

        assertThat(store.fields(store.at(ours))).isEqualTo(Map.of("body", "Ours"));
        assertThat(store.fields(store.at(anas))).containsEntry("body", "Ana's");
        assertThat(store.fields(store.at(received(by(NUMBER), "E1"))))
                .as("kept all the same")
                .containsEntry("type", "edit");
    }

    @Test
    @Tag("I1")
    void anAdminOfAGroupDeletesWhatOthersWrote() {
        var anas = inGroup(by(LID), "G1");
        store.commit(text(anas, 1, "Ana's"), message(sent(by(GROUP), "D1"), 2, new Content.Deletion(anas)));

        assertThat(store.fields(store.at(anas))).containsEntry("deletedAt", second(2));
    }

    @Test
    @Tag("I1")
    void whatComesBeforeItsTargetWaitsForIt() {
        store.commit(reaction("R1", 4, "👍"));
        store.commit(message(received(by(NUMBER), "E1"), 2, new Content.Edit(M1, new Content.Text("Hello"))));
        store.commit(message(received(by(NUMBER), "D1"), 3, new Content.Deletion(M1)));
        assertThat(store.fields(store.at(M1))).as("not made up").isEmpty();

        store.commit(text(M1, 1, "Helo"));

        assertThat(store.fields(store.at(M1)))
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
        store.put(store.at(key), Map.of(data.deliveryField(), "queued"));

        store.commit(receipt(key, 3, Delivery.READ), receipt(key, 2, Delivery.DELIVERED));

        assertThat(store.fields(store.at(key)))
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

        assertThat(store.fields(store.at(key))).containsEntry(data.deliveryField(), "read");
    }

    @Test
    @Tag("O10")
    void inAGroupEachMemberHasReceiptsAndTheMessageGoesByTheFirst() {
        var key = sent(by(GROUP), "C1");
        var ion = new ChatId("888@lid");
        store.put(store.at(key), Map.of(data.deliveryField(), "sent"));

        store.commit(
                receiptOf(by(LID), key, 1, Delivery.DELIVERED),
                receiptOf(by(ion), key, 2, Delivery.DELIVERED),
                receiptOf(by(ion), key, 4, Delivery.READ),
                receiptOf(by(ion), key, 3, Delivery.DELIVERED));

        assertThat(store.fields(store.at(key)))
                .containsEntry(data.deliveryField(), "read")
                .containsEntry(
                        "receipts",
                        Map.of(
                                LID.jid(), Map.of("delivery", "delivered", "at", second(1)),
                                ion.jid(), Map.of("delivery", "read", "at", second(4))));
    }
}
