package dev.connectors.whatsapp.connector.inbound;

import dev.connectors.whatsapp.connector.bridge.BridgeEvent.WaMessageKey;
import dev.connectors.whatsapp.connector.chat.ChatId;
import dev.connectors.whatsapp.connector.chat.DataLayout;
import dev.connectors.whatsapp.connector.chat.MessageKey;
import dev.connectors.whatsapp.connector.firestore.Timestamps;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static dev.connectors.whatsapp.connector.inbound.ChatEvents.M1;
import static dev.connectors.whatsapp.connector.inbound.ChatEvents.NOON;
import static dev.connectors.whatsapp.connector.inbound.ChatEvents.NUMBER;
import static dev.connectors.whatsapp.connector.inbound.ChatEvents.by;
import static dev.connectors.whatsapp.connector.inbound.ChatEvents.inGroup;
import static dev.connectors.whatsapp.connector.inbound.ChatEvents.learnt;
import static dev.connectors.whatsapp.connector.inbound.ChatEvents.reaction;
import static dev.connectors.whatsapp.connector.inbound.ChatEvents.received;
import static dev.connectors.whatsapp.connector.inbound.ChatEvents.second;
import static dev.connectors.whatsapp.connector.inbound.ChatEvents.sent;
import static dev.connectors.whatsapp.connector.inbound.ChatEvents.text;
import static dev.connectors.whatsapp.connector.inbound.ChatEvents.thread;
import static org.assertj.core.api.Assertions.assertThat;

/** What a message does to the documents. */
@ParameterizedClass
@EnumSource(DataLayout.class)
class ProjectionTest {
    private final DataLayout data;
    private final MemoryStore store;

    ProjectionTest(DataLayout data) {
        this.data = data;
        this.store = new MemoryStore(data);
    }

    @Test
    @Tag("I1")
    void aMessageItsRecordAndItsThreadAreOneCommit() {
        store.commit(text(M1, 1, "Hello"));

        assertThat(store.fields(store.at(M1)))
                .containsEntry("type", "text")
                .containsEntry("body", "Hello")
                .containsEntry("direction", "inbound")
                .containsEntry("createdAt", second(1))
                .doesNotContainKey(data.deliveryField());
        assertThat(store.records())
                .hasSize(1)
                .allSatisfy((path, record) -> assertThat(record)
                        .containsEntry("messageRef", store.at(M1))
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

        store.delete(store.at(M1));
        assertThat(store.draft(List.of(text(M1, 1, "Hello"))).isEmpty()).isTrue();

        store.put(store.at(M1), Map.of("body", "Hello"));
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

        assertThat(store.fields(store.at(sent(by(NUMBER), "P1"))))
                .containsEntry("direction", "outbound")
                .containsEntry(data.deliveryField(), "sent");
        assertThat(store.fields(store.layout.thread(thread(NUMBER)))).containsEntry("lastMessageDirection", "outbound");
    }

    @Test
    @Tag("I1")
    void whatTheConnectorSentItselfIsNotTouchedByItsCopy() {
        store.put(store.at(sent(by(NUMBER), "C1")), Map.of("body", "Ours", data.deliveryField(), "queued"));

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
    void aBatchIsReadInTwoRequests() {
        store.commit(learnt(), text(M1, 0, "Hello"));
        var before = store.reads();

        store.commit(
                IntStream.range(1, 50).mapToObj(i -> reaction("R" + i, i, "👍")).toList());

        assertThat(store.reads() - before).isEqualTo(2);
    }
}
