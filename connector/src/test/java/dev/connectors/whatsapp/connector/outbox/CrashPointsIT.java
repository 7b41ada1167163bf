package dev.connectors.whatsapp.connector.outbox;

import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.Firestore;
import dev.connectors.whatsapp.connector.bridge.BridgeEvent.Party;
import dev.connectors.whatsapp.connector.chat.ChatId;
import dev.connectors.whatsapp.connector.chat.DataLayout;
import dev.connectors.whatsapp.connector.chat.MessageKey;
import dev.connectors.whatsapp.connector.chat.ThreadId;
import dev.connectors.whatsapp.connector.firestore.Alias;
import dev.connectors.whatsapp.connector.firestore.Calls;
import dev.connectors.whatsapp.connector.firestore.FirestoreTraffic;
import dev.connectors.whatsapp.connector.firestore.Layout;
import dev.connectors.whatsapp.local.firestore.FirestoreEmulator;
import dev.connectors.whatsapp.local.firestore.FirestoreEmulatorExtension;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The process dies between two steps of sending; its successor remembers nothing and has the documents alone. */
@ParameterizedClass
@EnumSource(DataLayout.class)
@ExtendWith(FirestoreEmulatorExtension.class)
@Tag("O5")
class CrashPointsIT {
    private static final ChatId NUMBER = ChatId.parse("40713000001");
    private static final ChatId LID = new ChatId("777@lid");
    private static final ThreadId THREAD = new ThreadId(Worker.SALES, NUMBER);
    private static final Party CONTACT = new Party(NUMBER, Optional.empty());

    private final FirestoreTraffic traffic = new FirestoreTraffic();
    private final Firestore firestore;
    private final Layout layout;
    private final Worker first;
    private final Worker successor;

    CrashPointsIT(DataLayout data, FirestoreEmulator emulator) {
        this.firestore = traffic.open(emulator, FirestoreEmulator.newProjectId());
        this.layout = new Layout(firestore, data);
        this.first = new Worker(firestore, layout, "first", 1);
        this.successor = new Worker(firestore, layout, "successor", 2);
    }

    @BeforeEach
    void twoMessagesAreAccepted() {
        enqueue("First");
        enqueue("Second");
    }

    @AfterEach
    void close() {
        firestore.shutdownNow();
    }

    private void enqueue(String text) {
        first.outbox.enqueue(request(text));
    }

    private static SendRequest request(String text) {
        return new SendRequest("ana", THREAD, text, Optional.of(text));
    }

    private String delivery(OutboxEntry entry) {
        var message = layout.message(THREAD, MessageKey.outbound(entry.waMessageId()));
        return String.valueOf(Calls.await(message.get()).get(layout.data().deliveryField()));
    }

    private void assertSuccessorSends(String... texts) {
        for (var text : texts) {
            var claims = successor.claimNext();
            assertThat(claims).extracting(claim -> claim.entry().body()).containsExactly(text);
            assertThat(claims.getFirst().entry().waMessageId())
                    .as("the id at every try")
                    .isEqualTo(request(text).id().waMessageId());
            successor.acknowledged(claims.getFirst().entry());
            assertThat(delivery(claims.getFirst().entry())).isEqualTo("sent");
        }
        assertThat(successor.choose()).isEmpty();
    }

    @Test
    @Tag("O1")
    void betweenTheCommitAndTheAnswerToTheCaller() {
        assertThat(successor.outbox.enqueue(request("First")).duplicate()).isTrue();

        successor.recover();

        assertSuccessorSends("First", "Second");
    }

    @Test
    void beforeTheClaim() {
        first.choose();

        successor.recover();

        assertSuccessorSends("First", "Second");
    }

    @Test
    @Tag("O7")
    void betweenTheClaimAndTheSend() {
        first.claimNext();

        assertThat(successor.recover()).isEqualTo(1);

        assertSuccessorSends("First", "Second");
    }

    @Test
    @Tag("O6")
    void betweenTheSendAndItsAcknowledgementWhichIsHeldBackForTheSuccessor() {
        var claim = first.claimNext().getFirst();

        successor.recover();
        successor.acknowledged(claim.entry());

        assertThat(delivery(claim.entry())).isEqualTo("sent");
        assertSuccessorSends("Second");
    }

    @Test
    @Tag("O6")
    @Tag("O10")
    void betweenTheSendAndItsAcknowledgementOfWhichOnlyAReceiptTells() {
        var claim = first.claimNext().getFirst();

        successor.recover();
        successor.delivered(claim.entry(), CONTACT);

        assertThat(delivery(claim.entry())).as("what comes before delivered").isEqualTo("sent");
        assertSuccessorSends("Second");
    }

    @Test
    @Tag("O10")
    @Tag("I3")
    void aReceiptThatTellsTheContactsOtherNameSettlesTheMessageAsWell() {
        var claim = first.claimNext().getFirst();

        successor.recover();
        successor.delivered(claim.entry(), new Party(LID, Optional.of(NUMBER)));

        assertThat(delivery(claim.entry())).isEqualTo("sent");
        assertSuccessorSends("Second");
    }

    @Test
    @Tag("O10")
    @Tag("I3")
    void aReceiptUnderANameThatWasLearntSettlesTheMessageAsWell() {
        var claim = first.claimNext().getFirst();
        Calls.await(layout.alias(Worker.SALES, LID).create(new Alias(NUMBER, LID, NUMBER).fields()));

        successor.recover();
        successor.delivered(claim.entry(), new Party(LID, Optional.empty()));

        assertThat(delivery(claim.entry())).isEqualTo("sent");
        assertSuccessorSends("Second");
    }

    @Test
    @Tag("O6")
    void betweenTheAcknowledgementAndTheCommitAfterWhichTheBridgeReportsItAgain() {
        var claim = first.claimNext().getFirst();

        // Before the account is taken anew: events of the journal come first.
        successor.acknowledged(claim.entry());
        assertThat(successor.recover()).isZero();

        assertThat(delivery(claim.entry())).isEqualTo("sent");
        assertSuccessorSends("Second");
    }

    @Test
    @Tag("O10")
    void betweenTheCommitAndTheConfirmationToTheBridgeAfterWhichNothingIsWrittenAgain() {
        var entry = first.claimNext().getFirst().entry();
        first.acknowledged(entry);
        Calls.await(layout.message(THREAD, MessageKey.outbound(entry.waMessageId()))
                .update(Map.of(layout.data().deliveryField(), "delivered")));

        var cost = traffic.of(() -> {
            successor.acknowledged(entry);
            successor.delivered(entry, CONTACT);
        });

        assertThat(cost.writes()).isZero();
        assertThat(delivery(entry)).isEqualTo("delivered");
        assertSuccessorSends("Second");
    }

    @Test
    @Tag("O3")
    void aReconnectWithoutAWorkerSendsNothing() {
        first.claimNext();
        successor.recover();
        var queued = entries();

        var cost = traffic.of(successor::reconnected);

        assertThat(cost.writes()).isZero();
        assertThat(entries())
                .isEqualTo(queued)
                .allSatisfy(entry -> assertThat(entry).containsEntry("status", "queued"));
        assertThat(successor.inFlight.all()).isEmpty();
        assertSuccessorSends("First", "Second");
    }

    private List<Map<String, Object>> entries() {
        return Calls.await(layout.outbox().get()).getDocuments().stream()
                .map(DocumentSnapshot::getData)
                .map(Objects::requireNonNull)
                .toList();
    }

    @Test
    @Tag("O4")
    void theOneThatWasThoughtDeadCanWriteNothingMore() {
        var claim = first.claimNext().getFirst();
        successor.recover();
        var again = successor.claimNext().getFirst();

        first.acknowledged(claim.entry());
        successor.acknowledged(again.entry());

        assertThat(delivery(claim.entry())).isEqualTo("sent");
        assertSuccessorSends("Second");
    }
}
