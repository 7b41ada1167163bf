package dev.connectors.whatsapp.connector.account;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class TurnstileTest {
    private static final int ACCOUNTS = 3 * Turnstile.PLACES;
    private static final Duration SOON = Duration.ofSeconds(20);

    private final Turnstile turnstile = new Turnstile();
    private final AtomicInteger begun = new AtomicInteger();

    @Test
    void whoComesNextBeginsWhenSomebodyIsDone() {
        var most = new AtomicInteger();
        var underWay = new AtomicInteger();

        for (var i = 0; i < ACCOUNTS; i++) {
            Thread.startVirtualThread(() -> turnstile.pass(
                    () -> {
                        begun.incrementAndGet();
                        most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
                    },
                    () -> {
                        // Counted down before its place is free.
                        underWay.decrementAndGet();
                        return false;
                    }));
        }

        await().atMost(SOON).until(() -> begun.get() == ACCOUNTS);
        assertThat(most.get()).isLessThanOrEqualTo(Turnstile.PLACES);
    }

    @Test
    void whatTakesLongHoldsUpNobodyForLong() {
        var forEver = new AtomicBoolean(true);

        for (var i = 0; i < ACCOUNTS; i++) {
            Thread.startVirtualThread(() -> turnstile.pass(begun::incrementAndGet, forEver::get));
        }

        await().atMost(SOON).until(() -> begun.get() == ACCOUNTS);
    }
}
