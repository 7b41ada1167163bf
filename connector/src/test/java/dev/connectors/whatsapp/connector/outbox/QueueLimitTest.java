package dev.connectors.whatsapp.connector.outbox;

import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.outbox.QueueLimit.Backlog;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.OptionalLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

@Tag("S5")
class QueueLimitTest {
    private static final AccountId SALES = new AccountId("sales");
    private static final int PACE = 10;

    private Instant now = Instant.parse("2026-01-01T12:00:00Z");
    private Backlog backlog = waiting(0);
    private int looks;
    private final QueueLimit limit = new QueueLimit(
            account -> PACE,
            account -> {
                looks++;
                return backlog;
            },
            ((InstantSource) () -> now).withZone(ZoneOffset.UTC));

    private static Backlog waiting(long messages) {
        return new Backlog(OptionalLong.of(messages), PACE);
    }

    private void enter(int messages) {
        for (var i = 0; i < messages; i++) {
            limit.enter(SALES);
        }
    }

    private QueueFullException refused() {
        return catchThrowableOfType(QueueFullException.class, () -> limit.enter(SALES));
    }

    @Test
    void halfAMinutesMessagesAMinuteCostNoLook() {
        for (var minute = 0; minute < 3; minute++) {
            enter(PACE / 2);
            now = now.plus(Duration.ofMinutes(1));
        }

        assertThat(looks).isZero();
    }

    @Test
    void whatFitsSinceTheLastLookCostsNoOther() {
        enter(PACE / 2 + 1);
        assertThat(looks).isEqualTo(1);

        enter(PACE - 1);

        assertThat(looks).isEqualTo(1);
    }

    @Test
    void asManyMayWaitAsGoOutInAMinute() {
        enter(PACE / 2);
        backlog = waiting(PACE - 1);

        enter(1);
        backlog = waiting(PACE);

        now = now.plusSeconds(1);
        assertThat(refused()).isNotNull();
    }

    @Test
    void itIsSaidWhenTheQueueIsShortEnough() {
        enter(PACE / 2);
        backlog = waiting(PACE + 4);

        assertThat(refused().retryAfter()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void aRefusalIsNotCountedAndCostsOneLookASecond() {
        enter(PACE / 2);
        backlog = waiting(PACE);
        for (var i = 0; i < 20; i++) {
            assertThat(refused()).isNotNull();
        }
        assertThat(looks).isEqualTo(1);

        backlog = waiting(PACE - 1);
        now = now.plusSeconds(1);

        enter(1);
        assertThat(looks).isEqualTo(2);
    }

    @Test
    void whatOthersAcceptedIsSeenAfterFiveSeconds() {
        enter(PACE / 2 + 1);
        backlog = waiting(PACE);
        now = now.plusSeconds(4);
        enter(1);

        now = now.plusSeconds(1);

        assertThat(refused()).isNotNull();
    }

    @Test
    void whatWaitsForSomethingElseInAnyCaseMayBeAnyNumber() {
        backlog = new Backlog(OptionalLong.empty(), PACE);

        enter(20 * PACE);

        assertThat(looks).isEqualTo(1);
    }

    @Test
    void thePaceThatALookShowsCounts() {
        enter(PACE / 2);
        backlog = new Backlog(OptionalLong.of(2), 2);

        assertThat(refused()).hasMessage("account sales sends 2 messages a minute, and as many are waiting already");
    }
}
