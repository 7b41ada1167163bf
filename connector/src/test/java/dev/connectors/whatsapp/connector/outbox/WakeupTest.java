package dev.connectors.whatsapp.connector.outbox;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(30)
class WakeupTest {
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Duration SHORT = Duration.ofMillis(50);

    private final Wakeup wakeup = new Wakeup();

    @Test
    @Tag("O9")
    void aRingEndsTheWait() throws InterruptedException {
        var waiting = Thread.startVirtualThread(() -> {
            try {
                wakeup.await(LONG);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });

        wakeup.ring();

        assertThat(waiting.join(Duration.ofSeconds(20))).isTrue();
    }

    @Test
    @Tag("O9")
    void aRingBeforeTheWaitIsNotLost() throws InterruptedException {
        wakeup.ring();

        assertThat(waited(LONG)).isLessThan(Duration.ofSeconds(20));
    }

    @Test
    void ringingTwiceIsRingingOnce() throws InterruptedException {
        wakeup.ring();
        wakeup.ring();
        wakeup.await(LONG);

        assertThat(waited(SHORT)).isGreaterThanOrEqualTo(SHORT);
    }

    @Test
    void withoutARingTheWaitEndsWithItsTime() throws InterruptedException {
        assertThat(waited(SHORT)).isGreaterThanOrEqualTo(SHORT);
    }

    @Test
    void aTimeThatIsOverIsNotWaitedFor() throws InterruptedException {
        var past = Duration.between(Instant.parse("2026-01-01T12:00:01Z"), Instant.parse("2026-01-01T12:00:00Z"));

        assertThat(waited(past)).isLessThan(Duration.ofSeconds(20));
    }

    private Duration waited(Duration atMost) throws InterruptedException {
        var before = System.nanoTime();
        wakeup.await(atMost);
        return Duration.ofNanos(System.nanoTime() - before);
    }
}
