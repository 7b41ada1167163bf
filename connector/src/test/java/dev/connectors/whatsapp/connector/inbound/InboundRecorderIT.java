package dev.connectors.whatsapp.connector.inbound;

import com.google.cloud.firestore.Blob;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.FieldValue;
import com.google.cloud.firestore.Firestore;
import dev.connectors.whatsapp.connector.bridge.BridgeEvent.ChatEvent;
import dev.connectors.whatsapp.connector.bridge.BridgeEvent.Origin;
import dev.connectors.whatsapp.connector.bridge.BridgeEvent.Party;
import dev.connectors.whatsapp.connector.bridge.BridgeEvent.PhoneNumberLearnt;
import dev.connectors.whatsapp.connector.bridge.Content;
import dev.connectors.whatsapp.connector.chat.ChatId;
import dev.connectors.whatsapp.connector.chat.DataLayout;
import dev.connectors.whatsapp.connector.chat.Delivery;
import dev.connectors.whatsapp.connector.chat.Direction;
import dev.connectors.whatsapp.connector.chat.MessageKey;
import dev.connectors.whatsapp.connector.chat.ThreadId;
import dev.connectors.whatsapp.connector.config.Settings.FirestoreSettings;
import dev.connectors.whatsapp.connector.firestore.Calls;
import dev.connectors.whatsapp.connector.firestore.FirestoreClients;
import dev.connectors.whatsapp.connector.firestore.Layout;
import dev.connectors.whatsapp.connector.firestore.Threads;
import dev.connectors.whatsapp.local.firestore.FirestoreEmulator;
import dev.connectors.whatsapp.local.firestore.FirestoreEmulatorExtension;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static dev.connectors.whatsapp.connector.inbound.ChatEvents.ACCOUNT;
import static dev.connectors.whatsapp.connector.inbound.ChatEvents.LID;
import static dev.connectors.whatsapp.connector.inbound.ChatEvents.NUMBER;
import static dev.connectors.whatsapp.connector.inbound.ChatEvents.by;
import static dev.connectors.whatsapp.connector.inbound.ChatEvents.byBothNames;
import static dev.connectors.whatsapp.connector.inbound.ChatEvents.inGroup;
import static dev.connectors.whatsapp.connector.inbound.ChatEvents.receipt;
import static dev.connectors.whatsapp.connector.inbound.ChatEvents.received;
import static dev.connectors.whatsapp.connector.inbound.ChatEvents.sent;
import static dev.connectors.whatsapp.connector.inbound.ChatEvents.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** What is written, against the real Firestore emulator. */
@ParameterizedClass
@EnumSource(DataLayout.class)
@ExtendWith(FirestoreEmulatorExtension.class)
class InboundRecorderIT {
    private static final ThreadId THREAD = new ThreadId(ACCOUNT, NUMBER);
    private static final MessageKey M1 = new MessageKey(Direction.INBOUND, Optional.empty(), "M1");

    /** Fewer than the conflicts after which the recorder leaves it to its caller to try again. */
    private static final int OTHER_WRITES = 15;

    private final DataLayout data;
    private final Firestore firestore;
    private final Layout layout;
    private final InboundRecorder recorder;

    InboundRecorderIT(DataLayout data, FirestoreEmulator emulator) {
        this.data = data;
        this.firestore = FirestoreClients.open(new FirestoreSettings(
                FirestoreEmulator.newProjectId(), data, Optional.of(emulator.hostAndPort()), Optional.empty()));
        this.layout = new Layout(firestore, data);
        this.recorder = new InboundRecorder(firestore, layout, Duration.ofDays(30), Clock.systemUTC());
    }

    @AfterEach
    void close() {
        firestore.shutdownNow();
    }

    private List<DocumentSnapshot> all(String collection) {
        return Calls.await(firestore.collectionGroup(collection).get()).getDocuments().stream()
                .map(DocumentSnapshot.class::cast)
                .toList();
    }

    private List<DocumentSnapshot> messages() {
        return all(data == DataLayout.CANONICAL ? "whatsapp_messages" : "messages");
    }

    private List<DocumentSnapshot> threads() {
        return all(data == DataLayout.CANONICAL ? "whatsapp_threads" : "threads");
    }

    private static List<Map<String, Object>> fields(List<DocumentSnapshot> documents) {
        return documents.stream()
                .map(document -> Objects.requireNonNull(document.getData()))
                .toList();
    }

    static LongStream seeds() {
        return LongStream.rangeClosed(1001, 1015);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    @Tag("I1")
    @Tag("O10")
    void whateverTheOrderEachMessageEndsAsItWasWritten(long seed) {
        var story = new Story(seed);

        story.arrivals().forEach(recorder::onAll);

        assertThat(story.problems(data, fields(messages()), fields(threads()))).isEmpty();
    }

    @Test
    @Tag("I3")
    void messagesThatDifferInOnePartOfTheirKeyShareNoRecord() {
        var events = List.<ChatEvent>of(
                text(received(by(NUMBER), "M1"), 1, "a"),
                text(sent(by(NUMBER), "M1"), 1, "b"),
                text(received(by(new ChatId("40799999999@s.whatsapp.net")), "M1"), 1, "c"),
                text(inGroup(by(NUMBER), "M1"), 1, "d"),
                text(inGroup(by(new ChatId("888@lid")), "M1"), 1, "e"));

        recorder.onAll(events);
        recorder.onAll(events.reversed());
        events.forEach(event -> recorder.onAll(List.of(event)));

        assertThat(messages()).hasSize(events.size());
        assertThat(all(data == DataLayout.CANONICAL ? "whatsapp_ingest" : "inboundDedupe"))
                .hasSize(events.size());
    }

    @Test
    @Tag("I1")
    void aThreadThatOthersWriteMeanwhileLosesNothing() throws InterruptedException {
        recorder.onAll(List.of(text(received(by(NUMBER), "M0"), 0, "Message 0")));
        var others = Thread.startVirtualThread(() -> {
            for (var i = 0; i < OTHER_WRITES; i++) {
                Calls.await(layout.thread(THREAD).update("writes", FieldValue.increment(1)));
            }
        });

        for (var batch = 0; batch < 5; batch++) {
            var first = batch * 10 + 1;
            recorder.onAll(IntStream.range(first, first + 10)
                    .<ChatEvent>mapToObj(i -> text(received(by(NUMBER), "M" + i), i, "Message " + i))
                    .toList());
        }
        others.join();

        assertThat(messages()).hasSize(51);
        var thread = Calls.await(layout.thread(THREAD).get());
        assertThat(thread.getString(data.previewField())).isEqualTo("Message 50");
        assertThat(thread.getLong("writes")).as("nobody's write is lost").isEqualTo(OTHER_WRITES);
    }

    @Test
    @Tag("I1")
    void whatFirestoreWillNeverTakeIsKeptApartAndHoldsUpNothing() {
        var monstrous = "x".repeat(1_100_000);

        recorder.onAll(List.of(
                text(received(by(NUMBER), "M1"), 1, "Before"),
                ChatEvents.message(received(by(NUMBER), "M2"), 2, new Content.Text(monstrous)),
                text(received(by(NUMBER), "M3"), 3, "Behind")));

        assertThat(messages())
                .extracting(message -> message.getString("body"))
                .containsExactlyInAnyOrder("Before", "Behind");
        assertThat(Calls.await(layout.deadLetters(ACCOUNT).get()).getDocuments())
                .singleElement()
                .satisfies(letter -> {
                    assertThat(letter.getString("event")).isEqualTo("InboundMessage");
                    assertThat(letter.getString("problem")).isNotBlank();
                    assertThat(letter.get("content", Blob.class)).isNotNull();
                    assertThat(letter.getLong("contentBytes")).isGreaterThan(monstrous.length());
                });
    }

    @Test
    @Tag("I1")
    void whatIsDeliveredAgainAmongNewMessagesIsStillOneMessage() {
        var first = text(received(byBothNames(), "M1"), 1, "First");
        recorder.onAll(List.of(first));

        recorder.onAll(List.of(text(received(byBothNames(), "M2"), 2, "Second"), first));
        new InboundRecorder(firestore, layout, Duration.ofDays(30), Clock.systemUTC())
                .onAll(List.of(first, text(received(byBothNames(), "M3"), 3, "Third")));

        assertThat(messages())
                .extracting(message -> message.getString("body"))
                .containsExactlyInAnyOrder("First", "Second", "Third");
        assertThat(Calls.await(layout.deadLetters(ACCOUNT).get())).isEmpty();
    }

    @Test
    @Tag("I3")
    void aNumberThatChangesHandsOnAnotherConnectorIsNoticedWhenItIsWritten() {
        var newOwner = new ChatId("888@lid");
        recorder.onAll(List.of(text(received(byBothNames(), "M1"), 1, "First")));
        recorder.onAll(List.of(text(received(byBothNames(), "M2"), 2, "Second")));
        var other = new InboundRecorder(firestore, layout, Duration.ofDays(30), Clock.systemUTC());
        other.on(new PhoneNumberLearnt(new Origin(ACCOUNT, 1, ChatEvents.NOON), newOwner, NUMBER));

        recorder.onAll(List.of(
                text(received(new Party(newOwner, Optional.of(NUMBER)), "M3"), 3, "Who am I?"), ChatEvents.learnt()));

        assertThat(messages())
                .extracting(message -> message.getString("body"))
                .containsExactlyInAnyOrder("First", "Second", "Who am I?");
        assertThat(Calls.await(layout.alias(ACCOUNT, NUMBER).get()).getString("lidJid"))
                .isEqualTo(LID.jid());
    }

    @Test
    @Tag("I3")
    void aThreadThatBecameAnAliasOnAnotherConnectorTakesNoMoreMessages() {
        var other = new InboundRecorder(firestore, layout, Duration.ofDays(30), Clock.systemUTC());
        other.on(text(received(by(LID), "M1"), 1, "First"));
        recorder.on(text(received(by(NUMBER), "M2"), 2, "Second"));
        recorder.on(text(received(by(NUMBER), "M3"), 3, "Third"));
        other.on(ChatEvents.learnt());

        recorder.on(text(received(by(NUMBER), "M4"), 4, "Fourth"));

        assertThat(messages())
                .filteredOn(message -> "Fourth".equals(message.getString("body")))
                .extracting(message -> message.getString("threadId"))
                .containsExactly(data.threadId(new ThreadId(ACCOUNT, LID)));
    }

    @Test
    @Tag("O10")
    void aReceiptFindsItsMessageUnderTheOtherName() {
        recorder.onAll(List.of(text(sent(by(LID), "M1"), 1, "First"), ChatEvents.learnt()));

        recorder.on(receipt(sent(by(NUMBER), "M1"), 2, Delivery.DELIVERED));

        assertThat(messages())
                .extracting(message -> message.getString(data.deliveryField()))
                .containsExactly(Delivery.DELIVERED.field());
    }

    static Stream<Arguments> garbledFields() {
        return Stream.of(
                arguments("thread", "lastMessageAt", "yesterday"),
                arguments("thread", "createdAt", 7),
                arguments("message", "reactions", "none"),
                arguments("message", "body", 7),
                arguments("message", "createdAt", "yesterday"),
                arguments("record", "awaited", "no"),
                arguments("record", "messageRef", "nowhere"),
                arguments("alias", "chatId", 7),
                arguments("alias", "lidJid", ""));
    }

    @ParameterizedTest(name = "{1} of the {0} is {2}")
    @MethodSource("garbledFields")
    @Tag("I1")
    void aDocumentThatSomebodyHasGarbledHoldsUpNothing(String document, String field, Object value) {
        var key = received(byBothNames(), "M1");
        recorder.onAll(List.of(text(key, 1, "First")));
        var garbled = switch (document) {
            case "thread" -> layout.thread(THREAD);
            case "message" -> layout.message(THREAD, M1);
            case "record" -> layout.ingest(THREAD, M1);
            default -> layout.alias(ACCOUNT, NUMBER);
        };
        Calls.await(garbled.update(field, value));

        recorder.onAll(List.of(
                text(key, 1, "First"),
                text(received(byBothNames(), "M2"), 2, "Second"),
                ChatEvents.message(received(byBothNames(), "M3"), 3, new Content.Reaction(key, "+"))));

        assertThat(messages()).hasSize(3);
        assertThat(messages())
                .filteredOn(message -> message.getId().contains("M2"))
                .extracting(message -> message.getString("body"))
                .containsExactly("Second");
        assertThat(Calls.await(layout.deadLetters(ACCOUNT).get())).isEmpty();
    }

    @Test
    @Tag("I3")
    void whoeverNamesAContactFindsTheOneThread() {
        var threads = new Threads(layout);
        var named = new ThreadId(ACCOUNT, NUMBER);
        assertThat(threads.resolve(named)).as("nothing is known yet").isEqualTo(named);

        recorder.onAll(List.of(text(received(by(LID), "M1"), 1, "First"), ChatEvents.learnt()));

        assertThat(threads.resolve(named)).isEqualTo(new ThreadId(ACCOUNT, LID));
        assertThat(threads.resolve(new ThreadId(ACCOUNT, LID))).isEqualTo(new ThreadId(ACCOUNT, LID));
    }
}
