package dev.connectors.whatsapp.connector.outbox;

import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.chat.ChatId;
import dev.connectors.whatsapp.connector.chat.ThreadId;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Tag("O7")
class TurnsTest {
    private static final ThreadId THREAD = new ThreadId(new AccountId("sales"), ChatId.parse("40712345678"));
    private static final Duration LONG = Duration.ofSeconds(20);

    private final Turns turns = new Turns();

    @Test
    void twoRequestsOfAThreadAreNeverServedAtOnce() {
        var served = new AtomicInteger();
        var most = new AtomicInteger();
        Turns.Action<Integer> serve = waited -> {
            most.accumulateAndGet(served.incrementAndGet(), Math::max);
            for (var i = 0; i < 10_000; i++) {
                Thread.onSpinWait();
            }
            return served.decrementAndGet();
        };

        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var i = 0; i < 200; i++) {
                executor.execute(() -> turns.take(THREAD, LONG, serve));
            }
        }

        assertThat(most).hasValue(1);
    }

    @Test
    void whoseTurnDoesNotComeInTimeIsNotServed() throws InterruptedException {
        var begun = new CountDownLatch(1);
        var end = new CountDownLatch(1);
        var first = Thread.startVirtualThread(() -> turns.take(THREAD, LONG, waited -> {
            begun.countDown();
            return await(end);
        }));
        begun.await();

        assertThat(turns.take(THREAD, Duration.ofMillis(1), waited -> "served")).isEmpty();
        end.countDown();
        first.join();
        assertThat(turns.take(THREAD, LONG, waited -> "served")).isEqualTo(Optional.of("served"));
    }

    @Test
    void whoeverHadToWaitIsToldSo() throws InterruptedException {
        var begun = new CountDownLatch(1);
        var end = new CountDownLatch(1);
        var first = Thread.startVirtualThread(() -> turns.take(THREAD, LONG, waited -> {
            begun.countDown();
            return await(end);
        }));
        begun.await();
        var second = new AtomicBoolean();
        var next = Thread.startVirtualThread(
                () -> turns.take(THREAD, LONG, waited -> second.compareAndSet(false, waited)));
        Awaitility.await().until(() -> next.getState() == Thread.State.TIMED_WAITING);

        end.countDown();
        first.join();
        next.join();

        assertThat(second).isTrue();
        assertThat(turns.take(THREAD, LONG, waited -> waited)).contains(false);
    }

    private static boolean await(CountDownLatch latch) {
        try {
            latch.await();
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Test
    void whoFailsLeavesTheTurnToTheNext() {
        assertThatThrownBy(() -> turns.take(THREAD, LONG, waited -> {
                    throw new IllegalStateException("refused");
                }))
                .hasMessage("refused");

        assertThat(turns.take(THREAD, LONG, waited -> "served")).contains("served");
    }
}
