package dev.connectors.whatsapp.connector.outbox;

import com.google.cloud.firestore.Firestore;
import dev.connectors.whatsapp.connector.bridge.BridgeEvent.Party;
import dev.connectors.whatsapp.connector.chat.ChatId;
import dev.connectors.whatsapp.connector.chat.DataLayout;
import dev.connectors.whatsapp.connector.chat.ThreadId;
import dev.connectors.whatsapp.connector.firestore.FirestoreTraffic;
import dev.connectors.whatsapp.connector.firestore.FirestoreTraffic.Count;
import dev.connectors.whatsapp.connector.firestore.Layout;
import dev.connectors.whatsapp.local.firestore.FirestoreEmulator;
import dev.connectors.whatsapp.local.firestore.FirestoreEmulatorExtension;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What it costs to send a message, counted in documents between the client and Firestore. */
@ParameterizedClass
@EnumSource(DataLayout.class)
@ExtendWith(FirestoreEmulatorExtension.class)
class MessageCostIT {
    private static final ThreadId THREAD = new ThreadId(Worker.SALES, ChatId.parse("40718000001"));
    /** Thread, message and entry; the claim; entry and message again. */
    private static final int WRITES = 6;
    /** Who is meant by the name, and the thread. */
    private static final int READS = 2;

    private final FirestoreTraffic traffic = new FirestoreTraffic();
    private final Firestore firestore;
    private final Layout layout;
    private final Worker worker;

    MessageCostIT(DataLayout data, FirestoreEmulator emulator) {
        this.firestore = traffic.open(emulator, FirestoreEmulator.newProjectId());
        this.layout = new Layout(firestore, data);
        this.worker = new Worker(firestore, layout, "worker", 1);
    }

    @BeforeEach
    void theQueueHasBeenLookedThrough() {
        assertThat(worker.choose()).isEmpty();
    }

    @AfterEach
    void close() {
        firestore.shutdownNow();
    }

    private void enqueue(ThreadId thread, String text) {
        worker.outbox.enqueue(new SendRequest("ana", thread, text, Optional.of(text)));
    }

    private OutboxEntry send(Worker through, ThreadId thread, String text) {
        through.outbox.enqueue(new SendRequest("ana", thread, text, Optional.of(text)));
        var entry = through.claimNext().getFirst().entry();
        through.acknowledged(entry);
        return entry;
    }

    private static void assertCost(Count cost, int reads) {
        assertThat(cost.writes()).as("writes").isEqualTo(WRITES);
        assertThat(cost.reads()).as("reads").isEqualTo(reads);
        assertThat(cost.commits()).as("calls that write").isEqualTo(3);
    }

    @Test
    @Tag("O1")
    void theFirstMessageOfAThreadCostsSixWritesAndTwoReads() {
        assertCost(traffic.of(() -> send(worker, THREAD, "First")), READS);
    }

    @Test
    @Tag("O1")
    void theNextMessageOfAThreadThatNobodyElseHasWrittenCostsNoRead() {
        send(worker, THREAD, "First");

        assertCost(traffic.of(() -> send(worker, THREAD, "Second")), 0);
    }

    @Test
    @Tag("O7")
    void aWorkerThatDoesNotKnowTheThreadAsksOnceWhatItHasToSend() {
        send(worker, THREAD, "First");
        var other = new Worker(firestore, layout, "other", 1);
        assertThat(other.choose()).isEmpty();

        var first = traffic.of(() -> send(other, THREAD, "Second"));
        var next = traffic.of(() -> send(other, THREAD, "Third"));

        assertThat(first.writes()).isEqualTo(WRITES);
        assertThat(first.reads()).as("with the entry itself").isEqualTo(READS + 1);
        assertCost(next, 0);
    }

    @Test
    @Tag("O4")
    void manyClaimsAreOneCallAndOneWriteEach() {
        var threads = new ArrayList<ThreadId>();
        for (var i = 0; i < 50; i++) {
            threads.add(new ThreadId(Worker.SALES, ChatId.parse("4071810%04d".formatted(i))));
        }
        threads.forEach(thread -> enqueue(thread, "Hello"));

        var cost = traffic.of(() -> assertThat(worker.claimNext()).hasSize(threads.size()));

        assertThat(cost).isEqualTo(new Count(0, 0, threads.size(), 1));
    }

    @Test
    @Tag("S5")
    void whetherTheQueueIsFullCostsAReadOnlyWhenItMayBe() {
        var slow = new Worker(firestore, layout, "slow", 1, Clock.systemUTC(), 10);

        var first = traffic.of(() -> enqueue(slow, 5));
        var more = traffic.of(() -> enqueue(slow, 5));

        assertThat(first.reads()).isEqualTo(READS);
        assertThat(more.reads()).as("one look").isEqualTo(1);
        assertThatThrownBy(() -> enqueue(slow, 1)).isInstanceOf(QueueFullException.class);
    }

    private void enqueue(Worker through, int messages) {
        for (var i = 0; i < messages; i++) {
            through.outbox.enqueue(new SendRequest("ana", THREAD, "Hello", Optional.empty()));
        }
    }

    @Test
    @Tag("O10")
    void whatWasSentHereLeavesNothingToSettleWhenItsReceiptsCome() {
        var entry = send(worker, THREAD, "First");

        var cost = traffic.of(() -> worker.delivered(entry, new Party(THREAD.chat(), Optional.empty())));

        assertThat(cost).isEqualTo(new Count(0, 0, 0, 0));
    }
}
