package dev.connectors.whatsapp.connector.outbox;

import com.google.cloud.firestore.Firestore;
import com.google.protobuf.ByteString;
import dev.connectors.whatsapp.connector.bridge.BridgeEvent.InboundMessage;
import dev.connectors.whatsapp.connector.bridge.BridgeEvent.Origin;
import dev.connectors.whatsapp.connector.bridge.BridgeEvent.Party;
import dev.connectors.whatsapp.connector.bridge.BridgeEvent.PhoneNumberLearnt;
import dev.connectors.whatsapp.connector.bridge.BridgeEvent.WaMessageKey;
import dev.connectors.whatsapp.connector.bridge.Content;
import dev.connectors.whatsapp.connector.chat.ChatId;
import dev.connectors.whatsapp.connector.chat.DataLayout;
import dev.connectors.whatsapp.connector.chat.Direction;
import dev.connectors.whatsapp.connector.chat.ThreadId;
import dev.connectors.whatsapp.connector.firestore.Alias;
import dev.connectors.whatsapp.connector.firestore.Calls;
import dev.connectors.whatsapp.connector.firestore.FirestoreTraffic;
import dev.connectors.whatsapp.connector.firestore.Layout;
import dev.connectors.whatsapp.connector.firestore.Threads;
import dev.connectors.whatsapp.local.firestore.FirestoreEmulator;
import dev.connectors.whatsapp.local.firestore.FirestoreEmulatorExtension;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A thread that this connector has written is not asked for again, and what others made of it meanwhile holds all the same. */
@ParameterizedClass
@EnumSource(DataLayout.class)
@ExtendWith(FirestoreEmulatorExtension.class)
class KnownThreadsIT {
    private static final ChatId NUMBER = ChatId.parse("40719000001");
    private static final ChatId LID = new ChatId("777@lid");
    private static final ThreadId THREAD = new ThreadId(Worker.SALES, NUMBER);
    private static final Origin ORIGIN = new Origin(Worker.SALES, 1, Instant.EPOCH);

    private final FirestoreTraffic traffic = new FirestoreTraffic();
    private final Firestore firestore;
    private final Layout layout;
    private final Worker here;
    private final Worker elsewhere;

    KnownThreadsIT(DataLayout data, FirestoreEmulator emulator) {
        this.firestore = traffic.open(emulator, FirestoreEmulator.newProjectId());
        this.layout = new Layout(firestore, data);
        this.here = new Worker(firestore, layout, "here", 1);
        this.elsewhere = new Worker(firestore, layout, "elsewhere", 1);
    }

    @BeforeEach
    void oneMessageIsAcceptedHere() {
        accept(here, "ana", "First");
    }

    @AfterEach
    void close() {
        firestore.shutdownNow();
    }

    private static void accept(Worker by, String uid, String text) {
        by.outbox.enqueue(new SendRequest(uid, THREAD, text, Optional.of(text)));
    }

    private void write(Map<String, Object> fields) {
        Calls.await(layout.thread(THREAD).update(fields));
    }

    private List<String> queued() {
        return here.repository.pages(List.of(Worker.SALES)).next().stream()
                .map(entry -> entry.sequence() + " " + entry.body())
                .toList();
    }

    @Test
    @Tag("O7")
    void whatAnotherConnectorAcceptedMeanwhileComesBefore() {
        accept(elsewhere, "ana", "Second");
        accept(here, "ana", "Third");

        assertThat(queued()).containsExactly("1 First", "2 Second", "3 Third");
    }

    @Test
    @Tag("S3")
    void aThreadThatWasLockedMeanwhileTakesNothing() {
        write(Map.of("locked", true));

        assertThatThrownBy(() -> accept(here, "ana", "Second")).isInstanceOf(ThreadRefusedException.class);
        assertThat(queued()).containsExactly("1 First");
    }

    @Test
    @Tag("S3")
    void whoWasMadeACoWriterMeanwhileIsNotRefused() {
        assertThatThrownBy(() -> accept(here, "ion", "Second")).isInstanceOf(ThreadRefusedException.class);
        write(Map.of("coWriterUids", List.of("ion")));

        accept(here, "ion", "Second");

        assertThat(queued()).containsExactly("1 First", "2 Second");
    }

    @Test
    @Tag("O2")
    void aRepetitionIsADuplicate() {
        accept(here, "ana", "Second");
        accept(here, "ana", "First");

        assertThat(queued()).containsExactly("1 First", "2 Second");
    }

    @Test
    @Tag("I3")
    void whenTheContactTurnsOutToHaveAThreadAlreadyTheNextMessageIsThere() {
        var lid = new ThreadId(Worker.SALES, LID);
        elsewhere.outbox.enqueue(new SendRequest("ana", lid, "By the LID", Optional.empty()));
        var both = new Alias(LID, LID, NUMBER);
        Calls.await(layout.alias(Worker.SALES, NUMBER).create(both.fields()));
        here.known.on(new PhoneNumberLearnt(ORIGIN, LID, NUMBER));

        accept(here, "ana", "Second");

        assertThat(here.repository.pages(List.of(Worker.SALES)).next())
                .filteredOn(entry -> entry.body().equals("Second"))
                .singleElement()
                .satisfies(entry -> assertThat(entry.thread()).isEqualTo(lid));
    }

    @Test
    @Tag("I3")
    void aThreadWhoseContactWroteIsAskedForAgain() {
        here.known.on(written(new Party(LID, Optional.of(NUMBER))));

        var cost = traffic.of(() -> accept(here, "ana", "Second"));

        assertThat(cost.reads()).as("the name and the thread").isEqualTo(2);
    }

    private static InboundMessage written(Party by) {
        return new InboundMessage(
                ORIGIN,
                new WaMessageKey(by, Direction.INBOUND, Optional.empty(), "3EB0A"),
                "Ion",
                Instant.EPOCH,
                Optional.empty(),
                false,
                Duration.ZERO,
                ByteString.EMPTY,
                new Content.Text("Hello"));
    }

    @Test
    @Tag("I3")
    void whatWasAskedBeforeTheContactWasHeardOfIsNotRemembered() {
        var asked = here.known.ask(THREAD);
        here.known.on(new PhoneNumberLearnt(ORIGIN, LID, NUMBER));

        here.known.left(THREAD, asked, asked.state());

        assertThat(here.known.remembered(THREAD)).isEmpty();
    }

    @Test
    @Tag("A2")
    void whatWasKnownUnderAnEarlierEpochIsNotRemembered() {
        var epoch = new AtomicLong(1);
        var known = new KnownThreads(new Threads(layout), account -> OptionalLong.of(epoch.get()));
        var asked = known.ask(THREAD);
        known.left(THREAD, asked, asked.state());
        assertThat(known.remembered(THREAD)).isPresent();

        epoch.set(2);

        assertThat(known.remembered(THREAD)).isEmpty();
    }

    @Test
    @Tag("A2")
    void whoDoesNotHoldTheAccountRemembersNothing() {
        var known = new KnownThreads(new Threads(layout), account -> OptionalLong.empty());
        var asked = known.ask(THREAD);

        known.left(THREAD, asked, asked.state());

        assertThat(known.remembered(THREAD)).isEmpty();
    }
}
