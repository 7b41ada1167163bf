package dev.connectors.whatsapp.connector.outbox;

import dev.connectors.whatsapp.connector.bridge.BridgeException.Reason;
import dev.connectors.whatsapp.connector.outbox.FailurePolicy.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Random;
import java.util.stream.IntStream;
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
    private static final Duration DAY = Duration.ofHours(24);

    private final FailurePolicy policy = new FailurePolicy(new Random(1));

    private static Duration waitOf(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Retry.class);
        return Duration.between(NOW, ((Outcome.Retry) outcome).at());
    }

    @ParameterizedTest
    @CsvSource({
        "INVALID, Fail",
        "NOT_ON_WHATSAPP, Fail",
        "UNKNOWN_ACCOUNT, Retry",
        "NOT_CONNECTED, Retry",
        "SHUTTING_DOWN, Retry",
        "SESSION_UNREADABLE, Retry",
        "QUERY_FAILED, Retry",
        "UNAVAILABLE, Wait",
        "UNCERTAIN, Wait",
        "ALREADY_CONNECTED, Wait"
    })
    void whatTheBridgeSaysDecides(Reason reason, String outcome) {
        assertThat(policy.afterRefusalByBridge(reason, 1, NOW).getClass().getSimpleName())
                .isEqualTo(outcome);
    }

    @ParameterizedTest
    @EnumSource(names = {"UNKNOWN_ACCOUNT", "NOT_CONNECTED", "SHUTTING_DOWN", "SESSION_UNREADABLE"})
    void whatTheAccountCouldNotSendWasNoAttempt(Reason reason) {
        assertThat(policy.afterRefusalByBridge(reason, 3, NOW)).isEqualTo(new Outcome.Retry(NOW.plusSeconds(2), 2));
    }

    @ParameterizedTest
    @CsvSource({"1, 2", "2, 4", "3, 8", "4, 16", "5, 32", "8, 256", "9, 300", "24, 300"})
    void eachWaitIsTwiceTheOneBeforeUpToFiveMinutesLessHalfOfItAtMost(int attempts, int seconds) {
        var waits = new HashSet<Duration>();
        for (var i = 0; i < 200; i++) {
            waits.add(waitOf(policy.afterRefusalByBridge(Reason.QUERY_FAILED, attempts, NOW)));
        }

        assertThat(waits)
                .hasSizeGreaterThan(50)
                .allSatisfy(wait ->
                        assertThat(wait).isBetween(Duration.ofMillis(seconds * 500L), Duration.ofSeconds(seconds)));
    }

    @ParameterizedTest
    @CsvSource({"463, FailAndRestrict", "400, Fail", "403, Fail", "404, Fail", "405, Fail", "406, Fail", "413, Fail"})
    void whatNoTryCanMendFailsAtOnce(int code, String outcome) {
        assertThat(policy.afterRefusalByServer(code, 1, NOW).getClass().getSimpleName())
                .isEqualTo(outcome);
    }

    @Test
    void aNumberThatMayNotBeginConversationsBeginsNoneForADay() {
        assertThat(policy.afterRefusalByServer(463, 1, NOW)).isEqualTo(new Outcome.FailAndRestrict(NOW.plus(DAY)));
    }

    @ParameterizedTest
    @CsvSource({"479, 5", "500, 5", "421, 5", "-1, 5", "429, 25"})
    void aRefusalIsTriedAgainSoManyTimesAndNotMore(int code, int tries) {
        assertThat(policy.afterRefusalByServer(code, tries - 1, NOW)).isInstanceOf(Outcome.Retry.class);
        assertThat(policy.afterRefusalByServer(code, tries, NOW)).isEqualTo(new Outcome.Fail());
        assertThat(policy.afterRefusalByServer(code, tries + 1, NOW)).isEqualTo(new Outcome.Fail());
    }

    @Test
    void aQueryThatFailsIsGivenUpAfterMoreThanAnHour() {
        var waited = IntStream.range(1, FailurePolicy.MAX_TRIES)
                .mapToObj(attempts -> waitOf(policy.afterRefusalByBridge(Reason.QUERY_FAILED, attempts, NOW)))
                .reduce(Duration.ZERO, Duration::plus);

        assertThat(waited).isBetween(Duration.ofMinutes(40), Duration.ofMinutes(100));
        assertThat(policy.afterRefusalByBridge(Reason.QUERY_FAILED, FailurePolicy.MAX_TRIES, NOW))
                .isEqualTo(new Outcome.Fail());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void theFirstRepeatOfWhatWasLeftOpenNeedNotWait(int attempts) {
        assertThat(policy.afterLostConnection(attempts, NOW)).isEqualTo(new Outcome.Retry(NOW, attempts));
        assertThat(policy.afterSilence(attempts, NOW)).isEqualTo(new Outcome.Retry(NOW, attempts));
    }

    @Test
    void whatIsLeftOpenAgainAndAgainWaitsAndIsGivenUp() {
        assertThat(waitOf(policy.afterLostConnection(4, NOW))).isPositive();
        assertThat(waitOf(policy.afterSilence(4, NOW))).isPositive();
        assertThat(policy.afterSilence(FailurePolicy.MAX_UNANSWERED, NOW)).isEqualTo(new Outcome.Fail());
        assertThat(policy.afterLostConnection(FailurePolicy.MAX_UNANSWERED, NOW))
                .isInstanceOf(Outcome.Retry.class);
        assertThat(policy.afterLostConnection(FailurePolicy.MAX_TRIES, NOW)).isEqualTo(new Outcome.Fail());
    }

    /** The bridge ended in the middle of the call, which then counted as no attempt, and reports the refusal later. */
    @Test
    void aRefusalOfWhatCountedAsNoAttemptIsTriedAgainToo() {
        assertThat(policy.afterRefusalByServer(479, 0, NOW)).isInstanceOf(Outcome.Retry.class);
    }
}
