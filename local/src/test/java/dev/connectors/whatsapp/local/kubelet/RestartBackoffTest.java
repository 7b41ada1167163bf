package dev.connectors.whatsapp.local.kubelet;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class RestartBackoffTest {
    @ParameterizedTest
    @CsvSource({"0, 0", "1, 10", "2, 20", "3, 40", "5, 160", "6, 300", "7, 300", "1000000, 300"})
    void doublesFromTenSecondsToFiveMinutes(int restarts, long seconds) {
        assertThat(RestartBackoff.KUBERNETES.delay(restarts)).isEqualTo(Duration.ofSeconds(seconds));
    }
}
