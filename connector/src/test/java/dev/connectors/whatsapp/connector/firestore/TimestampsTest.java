package dev.connectors.whatsapp.connector.firestore;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class TimestampsTest {

    @ParameterizedTest
    @CsvSource({
        "2026-01-01T12:00:00Z,           2026-01-01T12:00:00Z",
        "2026-01-01T12:00:00.123456Z,    2026-01-01T12:00:00.123456Z",
        "2026-01-01T12:00:00.123456789Z, 2026-01-01T12:00:00.123456Z",
        "1969-12-31T23:59:59.999999999Z, 1969-12-31T23:59:59.999999Z",
        "1970-01-01T00:00:00Z,           1970-01-01T00:00:00Z"
    })
    void timeIsKeptToTheMicrosecondThatFirestoreHas(Instant instant, Instant stored) {
        assertThat(Timestamps.instant(Timestamps.of(instant))).isEqualTo(stored);
    }
}
