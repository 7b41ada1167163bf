package dev.connectors.whatsapp.connector.outbox;

import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.chat.ThreadId;
import dev.connectors.whatsapp.connector.chat.WaMessageId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static dev.connectors.whatsapp.connector.outbox.Entries.claim;
import static dev.connectors.whatsapp.connector.outbox.Entries.entry;
import static dev.connectors.whatsapp.connector.outbox.Entries.thread;
import static dev.connectors.whatsapp.connector.outbox.Entries.version;
import static org.assertj.core.api.Assertions.assertThat;

@Tag("O4")
class InFlightTest {
    private static final int ROUNDS = 3_000;
    private static final AccountId SALES = new AccountId("sales");
    private static final ThreadId ANA = thread("sales", "1@lid");
    private static final ThreadId ION = thread("support", "2@lid");

    private final InFlight inFlight = new InFlight();

    @Test
    void whatIsAddedIsUnderWay() {
        var first = claim(entry(ANA, 1));
        var second = claim(entry(ION, 1));

        inFlight.add(first);
        inFlight.add(second);

        assertThat(inFlight.size()).isEqualTo(2);
        assertThat(inFlight.all()).containsExactlyInAnyOrder(first, second);
        assertThat(inFlight.threads()).containsExactlyInAnyOrder(ANA, ION);
    }

    @Test
    void itIsFoundByWhatTheAcknowledgementNamesAndLeavesOnce() {
        var claim = claim(entry(ANA, 1));
        inFlight.add(claim);

        assertThat(inFlight.take(SALES, claim.entry().waMessageId())).contains(claim);
        assertThat(inFlight.take(SALES, claim.entry().waMessageId())).isEmpty();
    }

    @Test
    @Tag("O7")
    void aThreadStaysBusyUntilWhatBecameOfItsMessageIsWritten() {
        var claim = claim(entry(ANA, 1));
        inFlight.add(claim);

        inFlight.take(claim);

        assertThat(inFlight.threads()).containsExactly(ANA);
        assertThat(inFlight.size()).isEqualTo(1);
        inFlight.finished(SALES, claim.entry().waMessageId());
        assertThat(inFlight.threads()).isEmpty();
        assertThat(inFlight.size()).isZero();
    }

    @Test
    @Tag("O6")
    void aClockThatGoesBackDoesNotMakeTheServersSilenceLonger() {
        var claim = claim(entry(ANA, 1));
        var noon = Instant.parse("2026-01-01T12:00:00Z");
        var back = noon.minusSeconds(3600);
        inFlight.add(claim);
        inFlight.awaitsAnswer(claim, noon);

        inFlight.clockWentBackTo(back);

        assertThat(inFlight.longestUnanswered()).contains(back);
        assertThat(inFlight.unansweredSince(back)).containsExactly(SALES);
    }

    @Test
    void anAcknowledgementOfAnotherAccountOrMessageTakesNothing() {
        var claim = claim(entry(ANA, 1));
        inFlight.add(claim);

        assertThat(inFlight.take(new AccountId("support"), claim.entry().waMessageId()))
                .isEmpty();
        assertThat(inFlight.take(SALES, new WaMessageId("3EB0"))).isEmpty();
        assertThat(inFlight.size()).isEqualTo(1);
    }

    @Test
    @Tag("O5")
    void aRenewedClaimIsStillTheSameAndHasItsNewVersion() {
        var claim = claim(entry(ANA, 1));
        var renewed = claim.at(version(9));
        inFlight.add(claim);

        inFlight.replace(claim, renewed);

        assertThat(inFlight.take(claim)).contains(renewed);
    }

    @Test
    @Tag("O5")
    void aRenewalThatComesTooLateDoesNotBringAClaimBack() {
        var claim = claim(entry(ANA, 1));
        inFlight.add(claim);
        inFlight.take(claim);

        inFlight.replace(claim, claim.at(version(9)));

        assertThat(inFlight.all()).isEmpty();
    }

    @Test
    void theEndOfAnEarlierTryDoesNotTakeTheNextOne() {
        var first = claim(entry(ANA, 1));
        var again =
                new Claim(first.entry().released(Instant.EPOCH, 1, version(3)).claimed(), version(4));
        inFlight.add(first);
        inFlight.take(SALES, first.entry().waMessageId());
        inFlight.add(again);

        assertThat(inFlight.take(first)).isEmpty();
        assertThat(inFlight.take(again)).contains(again);
    }

    @Test
    void theEndOfAConnectionTakesWhatIsOfItsAccount() {
        var ofSales = List.of(claim(entry(ANA, 1)), claim(entry(thread("sales", "3@lid"), 1)));
        var ofSupport = claim(entry(ION, 1));
        ofSales.forEach(inFlight::add);
        inFlight.add(ofSupport);

        assertThat(inFlight.takeAll(SALES::equals)).containsExactlyInAnyOrderElementsOf(ofSales);
        assertThat(inFlight.takeAll(SALES::equals)).isEmpty();
        assertThat(inFlight.all()).containsExactly(ofSupport);
    }

    @Test
    void ofAllWhoTakeAtOnceOneGetsIt() throws Exception {
        var claim = claim(entry(ANA, 1));

        race(
                () -> inFlight.add(claim),
                List.of(
                        () -> inFlight.take(SALES, claim.entry().waMessageId()),
                        () -> inFlight.take(claim),
                        () -> inFlight.takeAll(SALES::equals).stream().findAny()),
                winners -> assertThat(winners).containsExactly(claim));
    }

    @Test
    @Tag("O5")
    void renewalsAtTheSameMomentDoNotHideAClaim() throws Exception {
        var claim = claim(entry(ANA, 1));

        race(
                () -> inFlight.add(claim),
                List.of(
                        () -> {
                            renewOften(claim);
                            return Optional.empty();
                        },
                        () -> inFlight.take(claim)),
                winners -> {
                    assertThat(winners).extracting(Claim::entry).containsExactly(claim.entry());
                    assertThat(inFlight.all()).isEmpty();
                });
    }

    private void renewOften(Claim claim) {
        var held = claim;
        for (var i = 0; i < 200; i++) {
            var renewed = held.at(version(i));
            inFlight.replace(held, renewed);
            held = renewed;
        }
    }

    /** Lets the contestants run at once, many times over. */
    private static void race(Runnable prepare, List<Callable<Optional<Claim>>> contestants, Consumer<List<Claim>> check)
            throws Exception {
        var start = new CyclicBarrier(contestants.size());
        try (ExecutorService threads = Executors.newFixedThreadPool(contestants.size())) {
            for (var round = 0; round < ROUNDS; round++) {
                prepare.run();
                var running = new ArrayList<Future<Optional<Claim>>>();
                for (var contestant : contestants) {
                    running.add(threads.submit(() -> {
                        start.await();
                        return contestant.call();
                    }));
                }
                var winners = new ArrayList<Claim>();
                for (var one : running) {
                    one.get().ifPresent(winners::add);
                }
                check.accept(winners);
            }
        }
    }
}
