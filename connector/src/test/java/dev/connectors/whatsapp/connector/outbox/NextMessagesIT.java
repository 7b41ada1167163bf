package dev.connectors.whatsapp.connector.outbox;

import com.google.cloud.firestore.Firestore;
import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.chat.ChatId;
import dev.connectors.whatsapp.connector.chat.DataLayout;
import dev.connectors.whatsapp.connector.chat.MessageKey;
import dev.connectors.whatsapp.connector.chat.ThreadId;
import dev.connectors.whatsapp.connector.config.Settings.FirestoreSettings;
import dev.connectors.whatsapp.connector.firestore.Calls;
import dev.connectors.whatsapp.connector.firestore.FirestoreClients;
import dev.connectors.whatsapp.connector.firestore.Layout;
import dev.connectors.whatsapp.local.firestore.FirestoreEmulator;
import dev.connectors.whatsapp.local.firestore.FirestoreEmulatorExtension;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What goes out next, found in the real queue. */
@ParameterizedClass
@EnumSource(DataLayout.class)
@ExtendWith(FirestoreEmulatorExtension.class)
class NextMessagesIT {
    private static final AccountId SALES = Worker.SALES;
    private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");

    private final Firestore firestore;
    private final Layout layout;
    private final Worker worker;
    private final Map<ThreadId, Integer> accepted = new HashMap<>();
    private int clock;

    NextMessagesIT(DataLayout data, FirestoreEmulator emulator) {
        this.firestore = FirestoreClients.open(new FirestoreSettings(
                FirestoreEmulator.newProjectId(), data, Optional.of(emulator.hostAndPort()), Optional.empty()));
        this.layout = new Layout(firestore, data);
        this.worker = worker();
    }

    @AfterEach
    void close() {
        firestore.shutdownNow();
    }

    /** One that remembers nothing. */
    private Worker worker() {
        return new Worker(firestore, layout, "worker", 2);
    }

    private static ThreadId thread(String number) {
        return new ThreadId(SALES, ChatId.parse(number));
    }

    private void accept(ThreadId thread, int count) {
        var batch = firestore.batch();
        for (var i = 0; i < count; i++) {
            var sequence = accepted.merge(thread, 1, Integer::sum);
            var request = new SendRequest("ana", thread, "Message " + sequence, Optional.of("m" + sequence));
            var id = request.id();
            var message = layout.message(thread, MessageKey.outbound(id.waMessageId()));
            var at = START.plusMillis(clock++);
            batch.create(
                    layout.outboxEntry(id),
                    EntryDocument.created(layout.data(), id, request, sequence, message, at, at));
            batch.create(message, Map.of("threadId", layout.data().threadId(thread), "accountId", SALES.value()));
        }
        Calls.await(batch.commit());
    }

    @Test
    @Tag("O4")
    void whatTheListenerSaysOfAnEntryAsItWasBeforeItsClaimIsPassedOver() {
        accept(thread("40719100000"), 1);
        var claimed = worker.choose();
        worker.feed.claimed(claimed);

        claimed.forEach(worker.feed::add);

        assertThat(worker.choose()).isEmpty();
        worker.feed.expectMore();
        assertThat(worker.choose()).as("where the claim was refused").isEqualTo(claimed);
    }

    @Test
    @Tag("O7")
    void aLongThreadWhoseHeadWaitsHidesNothingBehindIt() {
        var busy = thread("40717000001");
        var behind = thread("40717000002");
        for (var i = 0; i < 3; i++) {
            accept(busy, 450);
        }
        accept(behind, 2);
        worker.again(worker.claim(worker.choose()).getFirst(), Instant.now().plusSeconds(600));

        var next = worker.choose();

        assertThat(next).extracting(OutboxEntry::thread).containsExactly(behind);
        assertThat(next).extracting(OutboxEntry::sequence).containsExactly(1L);
        assertThat(worker.feed.known()).as("in memory").hasSizeLessThan(1_200);
    }

    @Test
    @Tag("O7")
    void whatWasForgottenOfALongThreadIsReadWhenItsBeginningIsUsedUp() {
        var busy = thread("40717000003");
        for (var i = 0; i < 3; i++) {
            accept(busy, 400);
        }
        var sequences = new ArrayList<Long>();

        for (var i = 0; i < 60; i++) {
            var claim = worker.claim(worker.choose()).getFirst();
            sequences.add(claim.entry().sequence());
            assertThat(worker.choose()).as("the thread is busy").isEmpty();
            worker.sent(claim);
        }

        assertThat(sequences).isSorted().hasSize(60).startsWith(1L).endsWith(60L);
    }

    @Test
    @Tag("O7")
    void anEntryThatIsOfferedDoesNotOvertakeAnEarlierOneThatNobodyHereKnows() {
        var contact = thread("40717000004");
        accept(contact, 2);
        var later = worker.repository.pages(List.of(SALES)).next().getLast();

        var other = new Worker(firestore, layout, "other", 2);
        other.feed.follow(Set.of(SALES));
        other.feed.add(later);

        assertThat(other.choose()).extracting(OutboxEntry::sequence).containsExactly(1L);
    }

    @Test
    @Tag("O4")
    @Tag("O7")
    void whatALiveWorkerHoldsIsNotOvertaken() {
        var contact = thread("40717000005");
        accept(contact, 2);
        var other = new Worker(firestore, layout, "other", 2);
        var held = other.claim(other.choose()).getFirst();

        worker.repository.recoverLeftBehind(Set.of(SALES), worker.inFlight::holds);
        assertThat(worker.choose()).isEmpty();
        assertThat(worker.nextMessages.nextDue(Set.of(SALES), Instant.now())).isPresent();

        other.sent(held);
    }

    @Test
    @Tag("O5")
    void whatAFormerHolderOfTheAccountHadClaimedIsPutBackAtOnce() {
        var contact = thread("40717000006");
        accept(contact, 2);
        var former = new Worker(firestore, layout, "former", 1);
        former.claim(former.choose());

        var recovered = worker.repository.recoverLeftBehind(Set.of(SALES), worker.inFlight::holds);

        assertThat(recovered).isEqualTo(1);
        assertThat(worker.choose()).extracting(OutboxEntry::sequence).containsExactly(1L);
        assertThat(worker.claim(worker.choose())).hasSize(1);
        assertThat(worker.repository.recoverLeftBehind(Set.of(SALES), worker.inFlight::holds))
                .as("what is under way here stays")
                .isZero();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    @Tag("O7")
    void whateverFailsAndWheneverItIsTriedAgainAThreadKeepsItsOrder(long seed) {
        var random = new Random(seed);
        var threads = new ArrayList<ThreadId>();
        for (var i = 0; i < 30; i++) {
            threads.add(thread("4071710%04d".formatted(i)));
        }
        for (var i = 0; i < 120; i++) {
            accept(threads.get(random.nextInt(threads.size())), 1 + random.nextInt(3));
        }
        var total = accepted.values().stream().mapToInt(Integer::intValue).sum();
        var sent = new HashMap<ThreadId, List<Long>>();
        var current = worker;

        for (var round = 0; sent.values().stream().mapToInt(List::size).sum() < total; round++) {
            assertThat(round).as("rounds").isLessThan(2_000);
            for (var claim : current.claim(current.choose())) {
                if (random.nextInt(4) == 0) {
                    current.again(claim, Instant.now());
                } else {
                    current.sent(claim);
                    sent.computeIfAbsent(claim.entry().thread(), t -> new ArrayList<>())
                            .add(claim.entry().sequence());
                }
            }
            if (random.nextInt(10) == 0) {
                // A successor that remembers nothing.
                current = worker();
            } else if (random.nextInt(5) == 0) {
                current.feed.expectMore();
            }
        }

        sent.forEach((thread, sequences) -> {
            assertThat(sequences).as("order of " + thread).isSorted().doesNotHaveDuplicates();
            assertThat(sequences).hasSize(accepted.getOrDefault(thread, 0));
        });
    }
}
