package dev.connectors.whatsapp.connector.outbox;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.google.cloud.firestore.FieldValue;
import com.google.cloud.firestore.Firestore;
import dev.connectors.whatsapp.connector.bridge.BridgeEvent.Party;
import dev.connectors.whatsapp.connector.chat.ChatId;
import dev.connectors.whatsapp.connector.chat.DataLayout;
import dev.connectors.whatsapp.connector.chat.MessageKey;
import dev.connectors.whatsapp.connector.chat.RequestId;
import dev.connectors.whatsapp.connector.chat.ThreadId;
import dev.connectors.whatsapp.connector.config.Settings.FirestoreSettings;
import dev.connectors.whatsapp.connector.firestore.Calls;
import dev.connectors.whatsapp.connector.firestore.FirestoreClients;
import dev.connectors.whatsapp.connector.firestore.Layout;
import dev.connectors.whatsapp.local.firestore.FirestoreEmulator;
import dev.connectors.whatsapp.local.firestore.FirestoreEmulatorExtension;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** Documents that somebody has deleted or garbled by hand: reported, left as they are, and nobody else is held up. */
@ParameterizedClass
@EnumSource(DataLayout.class)
@ExtendWith(FirestoreEmulatorExtension.class)
class PoisonIT {
    private static final ThreadId THREAD = new ThreadId(Worker.SALES, ChatId.parse("40715000001"));
    private static final ThreadId OTHER = new ThreadId(Worker.SALES, ChatId.parse("40715000002"));

    private final Firestore firestore;
    private final Layout layout;
    private final Worker worker;
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

    PoisonIT(DataLayout data, FirestoreEmulator emulator) {
        this.firestore = FirestoreClients.open(new FirestoreSettings(
                FirestoreEmulator.newProjectId(), data, Optional.of(emulator.hostAndPort()), Optional.empty()));
        this.layout = new Layout(firestore, data);
        this.worker = worker();
    }

    @BeforeEach
    void listenToTheLog() {
        logged.start();
        log().addAppender(logged);
    }

    @AfterEach
    void close() {
        log().detachAppender(logged);
        firestore.shutdownNow();
    }

    private static Logger log() {
        return (Logger) LoggerFactory.getLogger(OutboxRepository.class);
    }

    /** One that remembers nothing. */
    private Worker worker() {
        return new Worker(firestore, layout, "worker", 1);
    }

    private RequestId accept(ThreadId thread, String text) {
        return worker.outbox
                .enqueue(new SendRequest("ana", thread, text, Optional.of(text)))
                .id();
    }

    private void change(RequestId entry, String field, Object value) {
        Calls.await(layout.outboxEntry(entry).update(field, value));
    }

    private Object stored(RequestId entry, String field) {
        return String.valueOf(Calls.await(layout.outboxEntry(entry).get()).get(field));
    }

    private Object delivery(RequestId id) {
        return String.valueOf(Calls.await(layout.message(THREAD, MessageKey.outbound(id.waMessageId()))
                        .get())
                .get(layout.data().deliveryField()));
    }

    /** Sends until nothing is left to be sent, and says what went out. */
    private static List<String> sendAll(Worker worker) {
        var bodies = new ArrayList<String>();
        for (var claims = worker.claimNext(); !claims.isEmpty(); claims = worker.claimNext()) {
            for (var claim : claims) {
                bodies.add(claim.entry().body());
                worker.acknowledged(claim.entry());
            }
        }
        return bodies;
    }

    static Stream<Arguments> shapes() {
        return Stream.of(
                arguments("body", FieldValue.delete()),
                arguments("body", 7),
                arguments("chatId", FieldValue.delete()),
                arguments("threadId", FieldValue.delete()),
                arguments("threadId", "another"),
                arguments("accountId", 7),
                arguments("sequence", "first"),
                arguments("sequence", FieldValue.delete()),
                arguments("attempts", "none"),
                arguments("waMessageId", FieldValue.delete()),
                arguments("nextAttemptAt", "tomorrow"),
                arguments("createdAt", FieldValue.delete()),
                arguments("createdAt", "yesterday"));
    }

    @ParameterizedTest(name = "{0} is {1}")
    @MethodSource("shapes")
    @Tag("O7")
    void anEntryThatCannotBeUnderstoodIsReportedAndLeftWhileItsThreadGoesOn(String field, Object value) {
        var poisoned = accept(THREAD, "First");
        accept(THREAD, "Second");
        accept(THREAD, "Third");
        accept(OTHER, "Hello");
        change(poisoned, field, value);

        var bodies = sendAll(worker());

        assertThat(bodies)
                .containsSubsequence("Second", "Third")
                .contains("Hello")
                .hasSize(3);
        assertThat(stored(poisoned, "status")).isEqualTo("queued");
        assertThat(delivery(poisoned)).isEqualTo("queued");
        assertThat(logged.list)
                .anySatisfy(event -> assertThat(String.valueOf(event.getKeyValuePairs()))
                        .contains(layout.outboxEntry(poisoned).getPath()));
    }

    @ParameterizedTest(name = "{0} is {1}")
    @MethodSource("shapes")
    @Tag("O5")
    @Tag("O7")
    void oneThatIsGarbledWhileItIsUnderWayHoldsItsThreadNoLongerThanItsLease(String field, Object value) {
        var poisoned = accept(THREAD, "First");
        worker.claimNext();
        accept(THREAD, "Second");
        change(poisoned, field, value);

        var meanwhile = worker();
        meanwhile.recover();
        var afterItsLease = new Worker(
                firestore, layout, "worker", 1, Clock.offset(Clock.systemUTC(), OutboxRepository.LEASE.plusSeconds(1)));
        afterItsLease.recover();

        assertThat(sendAll(afterItsLease)).endsWith("Second");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("leases")
    @Tag("O5")
    void aClaimWhoseLeaseIsGarbledIsPutBackWhenItsHolderIsGone(String field, Object value) {
        var poisoned = accept(THREAD, "First");
        worker.claimNext();
        accept(THREAD, "Second");
        change(poisoned, field, value);

        var successor = new Worker(firestore, layout, "worker", 2);
        successor.recover();

        assertThat(sendAll(successor)).containsExactly("First", "Second");
    }

    static Stream<Arguments> leases() {
        return Stream.of(
                arguments("leaseUntil", "soon"),
                arguments("leaseUntil", FieldValue.delete()),
                arguments("ownerEpoch", "one"),
                arguments("ownerEpoch", FieldValue.delete()),
                arguments("claimId", 7));
    }

    @Test
    @Tag("O4")
    void anEntryDeletedWhileItWaitsTakesNothingWithIt() {
        var deleted = accept(THREAD, "First");
        accept(THREAD, "Second");
        accept(OTHER, "Hello");
        var chosen = worker.choose();
        Calls.await(layout.outboxEntry(deleted).delete());

        var claims = worker.claim(chosen);
        claims.forEach(claim -> worker.acknowledged(claim.entry()));

        assertThat(claims).extracting(claim -> claim.entry().body()).containsExactly("Hello");
        assertThat(sendAll(worker)).containsExactly("Second");
    }

    @Test
    @Tag("O6")
    void anEntryDeletedWhileItIsUnderWayLeavesItsMessageTheTruth() {
        var deleted = accept(THREAD, "First");
        accept(THREAD, "Second");
        var claim = worker.claimNext().getFirst();
        Calls.await(layout.outboxEntry(deleted).delete());

        worker.acknowledged(claim.entry());

        assertThat(delivery(deleted)).isEqualTo("sent");
        assertThat(sendAll(worker)).containsExactly("Second");
    }

    @Test
    @Tag("O10")
    void aMessageOfWhichAReceiptToldFirstStaysAsItIs() {
        var id = accept(THREAD, "First");
        var claim = worker.claimNext().getFirst();
        Calls.await(layout.message(THREAD, MessageKey.outbound(id.waMessageId()))
                .update(layout.data().deliveryField(), "read"));

        worker.acknowledged(claim.entry());

        assertThat(stored(id, "status")).isEqualTo("sent");
        assertThat(delivery(id)).isEqualTo("read");
    }

    @Test
    @Tag("O6")
    @Tag("O10")
    void anErrorThatComesAfterTheReceiptIsNoReasonToCallTheMessageFailed() {
        var id = accept(THREAD, "First");
        var claim = worker.claimNext().getFirst();
        Calls.await(layout.message(THREAD, MessageKey.outbound(id.waMessageId()))
                .update(layout.data().deliveryField(), "delivered"));

        worker.repository.failed(claim, "refused");

        assertThat(delivery(id)).isEqualTo("delivered");
    }

    @Test
    @Tag("O6")
    void aMessageThatSomebodyHasWrittenOnMeanwhileIsStillSent() {
        var id = accept(THREAD, "First");
        var claim = worker.claimNext().getFirst();
        Calls.await(
                layout.message(THREAD, MessageKey.outbound(id.waMessageId())).update("starred", true));

        worker.acknowledged(claim.entry());

        assertThat(stored(id, "status")).isEqualTo("sent");
        assertThat(delivery(id)).isEqualTo("sent");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("deliveries")
    @Tag("O10")
    void aMessageOfNoKnownDeliveryHoldsUpNoEvent(String what, Object value) {
        var id = accept(THREAD, "First");
        var claim = worker.claimNext().getFirst();
        Calls.await(layout.message(THREAD, MessageKey.outbound(id.waMessageId()))
                .update(layout.data().deliveryField(), value));

        worker().delivered(claim.entry(), new Party(THREAD.chat(), Optional.empty()));
        worker.acknowledged(claim.entry());

        assertThat(stored(id, "status")).isEqualTo("sent");
        assertThat(delivery(id)).isEqualTo("sent");
    }

    static Stream<Arguments> deliveries() {
        return Stream.of(
                arguments("a number", 3), arguments("another word", "gone"), arguments("none", FieldValue.delete()));
    }

    @ParameterizedTest(name = "{0} is {1}")
    @MethodSource("threads")
    @Tag("O1")
    void aThreadThatCannotBeUnderstoodTakesNoMessagesAndOthersDo(String field, Object value) {
        accept(THREAD, "First");
        Calls.await(layout.thread(THREAD).update(field, value));

        assertThatThrownBy(() -> accept(THREAD, "Second"))
                .isInstanceOf(UnreadableThreadException.class)
                .hasMessageContaining(field)
                .hasMessageContaining(THREAD.chat().toString());
        accept(OTHER, "Hello");

        assertThat(sendAll(worker())).containsExactlyInAnyOrder("First", "Hello");
    }

    static Stream<Arguments> threads() {
        return Stream.of(
                arguments("outboxSequence", "one"),
                arguments("lastAcceptedAt", 7),
                arguments("ownerUid", 7),
                arguments("locked", "yes"),
                arguments("coWriterUids", Map.of("uid", true)));
    }

    @Test
    @Tag("O5")
    void aClockThatJumpsAheadWhileAMessageIsUnderWayLosesNothing() {
        accept(THREAD, "First");
        accept(THREAD, "Second");
        var claim = worker.claimNext().getFirst();
        var jumped = new Worker(firestore, layout, "worker", 1, Clock.offset(Clock.systemUTC(), Duration.ofHours(1)));
        jumped.repository.recoverExpired(List.of(Worker.SALES));
        var again = jumped.claimNext().getFirst();

        worker.acknowledged(claim.entry());
        jumped.acknowledged(again.entry());

        assertThat(again.entry().waMessageId()).isEqualTo(claim.entry().waMessageId());
        assertThat(sendAll(jumped)).containsExactly("Second");
    }

    @Test
    @Tag("O7")
    void aClockThatJumpsBackHidesNothingThatWasAcceptedBefore() {
        accept(THREAD, "First");
        accept(THREAD, "Second");
        var jumped = new Worker(firestore, layout, "worker", 1, Clock.offset(Clock.systemUTC(), Duration.ofHours(-1)));

        assertThat(sendAll(jumped)).containsExactly("First", "Second");
    }
}
