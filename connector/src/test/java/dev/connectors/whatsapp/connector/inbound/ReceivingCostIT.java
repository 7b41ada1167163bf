package dev.connectors.whatsapp.connector.inbound;

import com.google.cloud.firestore.Firestore;
import dev.connectors.whatsapp.connector.bridge.BridgeEvent.ChatEvent;
import dev.connectors.whatsapp.connector.chat.DataLayout;
import dev.connectors.whatsapp.connector.chat.Delivery;
import dev.connectors.whatsapp.connector.firestore.FirestoreTraffic;
import dev.connectors.whatsapp.connector.firestore.FirestoreTraffic.Count;
import dev.connectors.whatsapp.connector.firestore.Layout;
import dev.connectors.whatsapp.local.firestore.FirestoreEmulator;
import dev.connectors.whatsapp.local.firestore.FirestoreEmulatorExtension;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static dev.connectors.whatsapp.connector.inbound.ChatEvents.NUMBER;
import static dev.connectors.whatsapp.connector.inbound.ChatEvents.by;
import static dev.connectors.whatsapp.connector.inbound.ChatEvents.byBothNames;
import static dev.connectors.whatsapp.connector.inbound.ChatEvents.receipt;
import static dev.connectors.whatsapp.connector.inbound.ChatEvents.received;
import static dev.connectors.whatsapp.connector.inbound.ChatEvents.sent;
import static dev.connectors.whatsapp.connector.inbound.ChatEvents.text;
import static org.assertj.core.api.Assertions.assertThat;

/** What it costs to receive, counted in documents between the client and Firestore. */
@ParameterizedClass
@EnumSource(DataLayout.class)
@ExtendWith(FirestoreEmulatorExtension.class)
class ReceivingCostIT {
    private final FirestoreTraffic traffic = new FirestoreTraffic();
    private final Firestore firestore;
    private final InboundRecorder recorder;

    ReceivingCostIT(DataLayout data, FirestoreEmulator emulator) {
        this.firestore = traffic.open(emulator, FirestoreEmulator.newProjectId());
        this.recorder =
                new InboundRecorder(firestore, new Layout(firestore, data), Duration.ofDays(30), Clock.systemUTC());
    }

    @AfterEach
    void close() {
        firestore.shutdownNow();
    }

    private Count costOf(ChatEvent event) {
        return traffic.of(() -> recorder.on(event));
    }

    /** The first message tells the names, at the second they are found. */
    private void contactIsKnown() {
        recorder.on(text(received(byBothNames(), "M-1"), 0, "Hello"));
        recorder.on(text(received(byBothNames(), "M-2"), 0, "Hello"));
    }

    @Test
    @Tag("I1")
    void theFirstMessageOfSomebodyIsThreeWritesInOneCall() {
        var cost = costOf(text(received(by(NUMBER), "M1"), 1, "Hello"));

        assertThat(cost.writes()).isEqualTo(3);
        assertThat(cost.commits()).isEqualTo(1);
        assertThat(cost.reads()).as("who is meant by the name, and the thread").isEqualTo(2);
    }

    @Test
    @Tag("I1")
    void aMessageOfAContactThatIsKnownByOneNameCostsOneRead() {
        recorder.on(text(received(by(NUMBER), "M1"), 1, "Hello"));

        var cost = costOf(text(received(by(NUMBER), "M2"), 2, "Hello again"));

        assertThat(cost.writes()).isEqualTo(3);
        assertThat(cost.commits()).isEqualTo(1);
        assertThat(cost.reads()).as("the thread").isEqualTo(1);
    }

    @Test
    @Tag("I1")
    void aBurstReadsTheThreadOnce() {
        contactIsKnown();
        var burst = IntStream.rangeClosed(1, 20)
                .<ChatEvent>mapToObj(i -> text(received(byBothNames(), "M" + i), i, "Message " + i))
                .toList();

        var cost = traffic.of(() -> recorder.onAll(burst));

        assertThat(cost.reads()).isEqualTo(1);
        assertThat(cost.writes())
                .as("a record and a message each, and the thread")
                .isEqualTo(41);
        assertThat(cost.commits()).isEqualTo(1);
    }

    @Test
    @Tag("I1")
    void aMessageOfAContactThatIsKnownByBothNamesCostsOneRead() {
        contactIsKnown();

        var cost = costOf(text(received(byBothNames(), "M1"), 1, "Hello again"));

        assertThat(cost.writes()).isEqualTo(3);
        assertThat(cost.reads()).as("the thread").isEqualTo(1);
    }

    @Test
    @Tag("I1")
    void aMessageThatIsRecordedAlreadyIsNoWrite() {
        var message = text(received(by(NUMBER), "M1"), 1, "Hello");
        recorder.on(message);

        assertThat(costOf(message).writes()).isZero();
    }

    @Test
    @Tag("O10")
    void eachStepOfTheReceiptsIsOneReadAndOneWrite() {
        recorder.on(text(sent(by(NUMBER), "M1"), 1, "Hello"));

        for (var step : List.of(Delivery.DELIVERED, Delivery.READ)) {
            var cost = costOf(receipt(sent(by(NUMBER), "M1"), 2, step));

            assertThat(cost.writes()).as(step.field()).isEqualTo(1);
            assertThat(cost.reads()).as("the message").isEqualTo(1);
            assertThat(cost.commits()).isEqualTo(1);
        }
    }
}
