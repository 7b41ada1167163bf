package dev.connectors.whatsapp.connector.outbox;

import dev.connectors.whatsapp.connector.bridge.BridgeException.Reason;
import dev.connectors.whatsapp.connector.outbox.FailurePolicy.Outcome;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("O6")
class FailurePolicyTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    @ParameterizedTest
    @EnumSource(names = {"UNKNOWN_ACCOUNT", "NOT_CONNECTED", "UNAVAILABLE", "SESSION_UNREADABLE"})
    void whatWasNotWrittenWasNoAttempt(Reason reason) {
        assertThat(FailurePolicy.afterRefusalByBridge(reason, 3, NOW))
                .isEqualTo(new Outcome.Retry(NOW.plusSeconds(2), 2));
    }

    @ParameterizedTest
    @EnumSource(names = {"UNCERTAIN", "ALREADY_CONNECTED"})
    void whatMayHaveBeenWrittenWaitsForTheAcknowledgement(Reason reason) {
        assertThat(FailurePolicy.afterRefusalByBridge(reason, 1, NOW)).isEqualTo(new Outcome.Wait());
    }

    @Test
    void whatNoTryCanMendFailsAtOnce() {
        assertThat(FailurePolicy.afterRefusalByBridge(Reason.INVALID, 1, NOW)).isEqualTo(new Outcome.Fail());
    }

    @ParameterizedTest
    @CsvSource({"1, 2", "2, 4", "3, 8", "4, 16"})
    void aRefusalByTheServerIsTriedAgainAfterTwiceTheWait(int attempts, int seconds) {
        assertThat(FailurePolicy.afterRefusalByServer(479, attempts, NOW))
                .isEqualTo(new Outcome.Retry(NOW.plusSeconds(seconds), attempts));
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 6, 100})
    void theFifthRefusalIsTheLast(int attempts) {
        assertThat(FailurePolicy.afterRefusalByServer(479, attempts, NOW)).isEqualTo(new Outcome.Fail());
    }

    @Test
    void aNumberThatMayNotBeginConversationsDoesNotTryAgain() {
        assertThat(FailurePolicy.afterRefusalByServer(463, 1, NOW)).isEqualTo(new Outcome.Fail());
    }

    /** The bridge ended in the middle of the call, which then counted as no attempt, and reports the refusal later. */
    @Test
    void aRefusalOfWhatCountedAsNoAttemptIsTriedAgainToo() {
        assertThat(FailurePolicy.afterRefusalByServer(479, 0, NOW)).isEqualTo(new Outcome.Retry(NOW.plusSeconds(2), 0));
    }
}
