package dev.connectors.whatsapp.connector.account;

import dev.connectors.whatsapp.connector.account.ReconnectPolicy.Next;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("A4")
class ReconnectPolicyTest {

    @ParameterizedTest
    @CsvSource({
        "0, 1",
        "1, 2",
        "2, 4",
        "3, 8",
        "4, 16",
        "5, 30",
        "6, 30",
        "31, 30",
        "32, 30",
        "63, 30",
        "64, 30",
        "2147483647, 30",
        "-1, 1"
    })
    void theWaitDoublesUpToThirtySeconds(int attempt, int seconds) {
        assertThat(ReconnectPolicy.backoff(attempt)).isEqualTo(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 428, 500, 503, 1, -1, 999})
    void whatPassesByItselfIsTriedAgainAfterAWait(int code) {
        assertThat(ReconnectPolicy.afterClose(code, 0, Optional.empty()))
                .isEqualTo(new Next.Reconnect(Duration.ofSeconds(1)));
        assertThat(ReconnectPolicy.afterClose(code, 3, Optional.empty()))
                .isEqualTo(new Next.Reconnect(Duration.ofSeconds(8)));
    }

    @Test
    void aRestartThatTheServerAsksForIsAtOnce() {
        assertThat(ReconnectPolicy.afterClose(515, 0, Optional.empty())).isEqualTo(new Next.Reconnect(Duration.ZERO));
    }

    @Test
    void aBanForATimeIsWaitedFor() {
        var end = Instant.parse("2026-01-01T12:00:00Z");

        assertThat(ReconnectPolicy.afterClose(402, 3, Optional.of(end)))
                .isEqualTo(new Next.WaitUntil(end, "temporarily banned by WhatsApp until 2026-01-01T12:00:00Z"));
    }

    @ParameterizedTest
    @CsvSource({
        "0,   false, closed by the connector",
        "401, true,  logged out by the phone",
        "411, true,  multi-device mismatch: link the phone again",
        "402, false, temporarily banned by WhatsApp",
        "403, false, locked by WhatsApp",
        "405, false, WhatsApp refuses this client version",
        "406, false, banned by WhatsApp",
        "440, false, replaced by another connection of the same device"
    })
    void whatOnlyAPersonCanMendIsLeftAlone(int code, boolean needsQr, String reason) {
        assertThat(ReconnectPolicy.afterClose(code, 0, Optional.empty())).isEqualTo(new Next.Stay(needsQr, reason));
        assertThat(ReconnectPolicy.afterClose(code, 9, Optional.empty())).isEqualTo(new Next.Stay(needsQr, reason));
    }
}
