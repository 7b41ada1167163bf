package dev.connectors.whatsapp.connector.outbox;

import java.time.Instant;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TrafficTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    private final Traffic traffic = new Traffic();

    @Test
    void isNotBusyBeforeItHasClaimedMuch() {
        traffic.claimed(Traffic.BUSY - 1, NOON);

        assertThat(traffic.isBusy(NOON)).isFalse();
    }

    @Test
    void isBusyForASecondAfterMuchAtOnce() {
        traffic.claimed(3 * Traffic.BUSY, NOON);

        assertThat(traffic.isBusy(NOON.plusMillis(999))).isTrue();
        assertThat(traffic.isBusy(NOON.plusMillis(1000))).isFalse();
    }

    @Test
    void isNotBusyWhereAsMuchGoesOutMoreSlowly() {
        for (var i = 0; i < 3 * Traffic.BUSY; i++) {
            traffic.claimed(1, NOON.plusMillis(200L * i));
        }

        assertThat(traffic.isBusy(NOON.plusMillis(200L * 3 * Traffic.BUSY))).isFalse();
    }
}
