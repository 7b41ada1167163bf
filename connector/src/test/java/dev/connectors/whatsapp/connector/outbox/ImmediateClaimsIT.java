package dev.connectors.whatsapp.connector.outbox;

import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.Firestore;
import dev.connectors.whatsapp.connector.chat.ChatId;
import dev.connectors.whatsapp.connector.chat.DataLayout;
import dev.connectors.whatsapp.connector.chat.MessageKey;
import dev.connectors.whatsapp.connector.chat.ThreadId;
import dev.connectors.whatsapp.connector.firestore.Calls;
import dev.connectors.whatsapp.connector.firestore.FirestoreTraffic;
import dev.connectors.whatsapp.connector.firestore.FirestoreTraffic.Count;
import dev.connectors.whatsapp.connector.firestore.FirestoreUnavailableException;
import dev.connectors.whatsapp.connector.firestore.Layout;
import dev.connectors.whatsapp.local.firestore.FirestoreEmulator;
import dev.connectors.whatsapp.local.firestore.FirestoreEmulatorExtension;
import io.grpc.Status;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** A message that nothing comes before is claimed by the commit that accepts it, and every other waits in the queue. */
@ParameterizedClass
@EnumSource(DataLayout.class)
@ExtendWith(FirestoreEmulatorExtension.class)
@Tag("O4")
class ImmediateClaimsIT {
    private static final ThreadId THREAD = thread(1);
    private static final int PACE = 3;

    private final FirestoreTraffic traffic = new FirestoreTraffic();
    private final Firestore firestore;
    private final Layout layout;
    private final Worker here;
    private final Worker elsewhere;

    ImmediateClaimsIT(DataLayout data, FirestoreEmulator emulator) {
        this.firestore = traffic.open(emulator, FirestoreEmulator.newProjectId());
        this.layout = new Layout(firestore, data);
        this.here = new Worker(firestore, layout, "here", 1, Clock.systemUTC(), PACE);
        this.elsewhere = new Worker(firestore, layout, "elsewhere", 1);
    }

    @BeforeEach
    void theWorkerClaims() {
        here.immediate.openFor(Set.of(Worker.SALES));
    }

    @AfterEach
    void close() {
        firestore.shutdownNow();
    }

    private static ThreadId thread(int contact) {
        return new ThreadId(Worker.SALES, ChatId.parse("4071700000" + contact));
    }

    private static SendRequest request(ThreadId thread, String text) {
        return new SendRequest("ana", thread, text, Optional.of(text));
    }

    private Outbox.Accepted accept(ThreadId thread, String text) {
        return here.outbox.enqueue(request(thread, text));
    }

    private List<String> goneOut() {
        return here.dispatched.stream().map(claim -> claim.entry().body()).toList();
    }

    private List<String> mayGoOut() {
        return here.choose().stream().map(OutboxEntry::body).toList();
    }

    private void acknowledged(int index) {
        here.acknowledged(here.dispatched.get(index).entry());
    }

    private DocumentSnapshot document(OutboxEntry entry) {
        return Calls.await(layout.outboxEntry(entry.id()).get());
    }

    private String delivery(OutboxEntry entry) {
        var message = layout.message(entry.thread(), MessageKey.outbound(entry.waMessageId()));
        return String.valueOf(Calls.await(message.get()).get(layout.data().deliveryField()));
    }

    @Test
    @Tag("O1")
    @Tag("O9")
    void oneCommitAcceptsAndClaimsIt() {
        var cost = traffic.of(() -> accept(THREAD, "First"));

        assertThat(cost).as("the name and the thread are not there").isEqualTo(new Count(0, 2, 3, 1));
        assertThat(goneOut()).containsExactly("First");
        var entry = here.dispatched.getFirst().entry();
        assertThat(document(entry).getData())
                .containsEntry("status", "processing")
                .containsEntry("claimedBy", "here")
                .containsEntry("ownerEpoch", 1L)
                .containsEntry("attempts", 1L)
                .containsKey("leaseUntil");
        assertThat(delivery(entry)).isEqualTo("queued");
        assertThat(mayGoOut()).isEmpty();
    }

    @Test
    @Tag("O6")
    void fromTheRequestToSentItIsFiveWritesInTwoCommits() {
        var cost = traffic.of(() -> {
            accept(THREAD, "First");
            acknowledged(0);
        });

        assertThat(cost).isEqualTo(new Count(0, 2, 5, 2));
        assertThat(delivery(here.dispatched.getFirst().entry())).isEqualTo("sent");
    }

    @Test
    @Tag("O7")
    void theNextOfItsThreadWaitsUntilItIsDone() {
        accept(THREAD, "First");
        accept(THREAD, "Second");

        assertThat(mayGoOut()).as("while the first is under way").isEmpty();
        acknowledged(0);

        assertThat(mayGoOut()).containsExactly("Second");
        assertThat(goneOut()).containsExactly("First");
    }

    @Test
    @Tag("O7")
    void afterItTheNextGoesOutAtOnce() {
        accept(THREAD, "First");
        acknowledged(0);
        accept(THREAD, "Second");

        assertThat(goneOut()).containsExactly("First", "Second");
    }

    @Test
    @Tag("O7")
    void oneThatGoesBackIntoTheQueueGoesFirst() {
        accept(THREAD, "First");
        here.again(here.dispatched.getFirst(), Instant.now().plus(Duration.ofMinutes(1)));

        accept(THREAD, "Second");

        assertThat(goneOut()).containsExactly("First");
        assertThat(mayGoOut()).isEmpty();
    }

    @Test
    @Tag("O7")
    void whereAnEarlierOneOfTheThreadMayBeUnknownItIsLookedFor() {
        elsewhere.outbox.enqueue(request(THREAD, "First"));

        accept(THREAD, "Second");

        assertThat(goneOut()).isEmpty();
        assertThat(mayGoOut()).containsExactly("First");
    }

    @Test
    void whatWaitsForTheAccountGoesFirst() {
        elsewhere.outbox.enqueue(request(thread(2), "Waits"));
        assertThat(mayGoOut()).containsExactly("Waits");

        accept(THREAD, "Comes later");

        assertThat(goneOut()).isEmpty();
        assertThat(mayGoOut()).containsExactlyInAnyOrder("Waits", "Comes later");
    }

    @Test
    @Tag("S5")
    void noMoreGoOutThanTheAccountMaySend() {
        for (var i = 1; i <= PACE + 1; i++) {
            accept(thread(i), "To " + i);
        }

        assertThat(goneOut()).hasSize(PACE);
        assertThat(mayGoOut()).isEmpty();
    }

    @Test
    @Tag("O3")
    void beforeTheWorkerClaimsForTheAccountEverythingWaits() {
        here.immediate.openFor(Set.of());

        accept(THREAD, "First");

        assertThat(goneOut()).isEmpty();
        assertThat(mayGoOut()).containsExactly("First");
    }

    @Test
    @Tag("O2")
    void aRepetitionGoesOutOnceAndHoldsNothingUp() {
        accept(THREAD, "First");
        assertThat(accept(THREAD, "First").duplicate()).isTrue();
        acknowledged(0);
        assertThat(accept(THREAD, "First").duplicate()).isTrue();

        await("whether it was accepted is known").until(() -> here.inFlight.size() == 0);
        accept(THREAD, "Second");

        assertThat(goneOut()).containsExactly("First", "Second");
    }

    @Test
    @Tag("O7")
    void whereAnotherConnectorWasFasterTheOrderIsTheirs() {
        accept(THREAD, "First");
        acknowledged(0);
        elsewhere.outbox.enqueue(request(THREAD, "Second"));

        accept(THREAD, "Third");

        await("whether it was accepted is known").until(() -> here.inFlight.size() == 0);
        assertThat(goneOut()).containsExactly("First");
        assertThat(mayGoOut()).containsExactly("Second");
    }

    @Test
    @Tag("O6")
    void whenTheAnswerToTheCommitIsLostItGoesOutAllTheSame() {
        traffic.loseTheNextCommitsAnswer(Status.INTERNAL);

        assertThatThrownBy(() -> accept(THREAD, "First")).isInstanceOf(FirestoreUnavailableException.class);

        await("the entry is looked for").until(() -> !goneOut().isEmpty());
        assertThat(accept(THREAD, "First").duplicate()).isTrue();
        acknowledged(0);
        assertThat(delivery(here.dispatched.getFirst().entry())).isEqualTo("sent");
        assertThat(goneOut()).containsExactly("First");
    }

    @Test
    @Tag("O6")
    void whenTheClientItselfRepeatsTheCommitItGoesOutOnce() {
        traffic.loseTheNextCommitsAnswer(Status.UNAVAILABLE);

        accept(THREAD, "First");

        await("the entry is looked for").until(() -> !goneOut().isEmpty());
        acknowledged(0);
        accept(THREAD, "Second");
        assertThat(goneOut()).containsExactly("First", "Second");
    }

    @Test
    @Tag("O5")
    void whenTheProcessDiesBeforeTheSendItsSuccessorSendsIt() {
        accept(THREAD, "First");
        var successor = new Worker(firestore, layout, "successor", 2);

        assertThat(successor.recover()).isEqualTo(1);

        assertThat(successor.choose()).extracting(OutboxEntry::body).containsExactly("First");
    }
}
