package dev.connectors.whatsapp.connector.account;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class TurnstileTest {
    private static final int ACCOUNTS = 3 * Turnstile.PLACES;
    private static final Duration SOON = Duration.ofSeconds(20);

    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();

    @Test
    void oneBeginsForEachThatIsDone() {
        var turnstile = new Turnstile(Duration.ofHours(1));

        for (var i = 0; i < ACCOUNTS; i++) {
            startOne(turnstile);
        }

        while (done.get() < ACCOUNTS - Turnstile.PLACES) {
            await().atMost(SOON).until(() -> begun.get() == done.get() + Turnstile.PLACES);
            done.incrementAndGet();
        }
        await().atMost(SOON).until(() -> begun.get() == ACCOUNTS);
        assertThat(most.get()).isEqualTo(Turnstile.PLACES);
        done.set(ACCOUNTS);
    }

    @Test
    void whatTakesLongHoldsUpNobodyForLong() {
        var turnstile = new Turnstile(Duration.ofMillis(1));

        for (var i = 0; i < ACCOUNTS; i++) {
            startOne(turnstile);
        }

        await().atMost(SOON).until(() -> begun.get() == ACCOUNTS);
        done.set(ACCOUNTS);
    }

    /** It is under way until as many are done as began up to it. */
    private void startOne(Turnstile turnstile) {
        Thread.startVirtualThread(() -> {
            var number = new AtomicInteger();
            turnstile.pass(
                    () -> {
                        number.set(begun.incrementAndGet());
                        most.accumulateAndGet(number.get() - done.get(), Math::max);
                    },
                    () -> done.get() < number.get());
        });
    }
}
