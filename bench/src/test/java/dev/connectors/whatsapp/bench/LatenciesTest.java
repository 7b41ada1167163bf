package dev.connectors.whatsapp.bench;

import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class LatenciesTest {
    @Test
    void aPercentileIsTheSmallestThatSoManyDoNotExceed() {
        var hundred = new Latencies(
                LongStream.rangeClosed(1, 100).mapToObj(Duration::ofMillis).toList());

        assertThat(hundred.percentile(50)).isEqualTo(Duration.ofMillis(50));
        assertThat(hundred.percentile(99)).isEqualTo(Duration.ofMillis(99));
        assertThat(hundred.percentile(99.5)).isEqualTo(Duration.ofMillis(100));
        assertThat(hundred.percentile(100)).isEqualTo(Duration.ofMillis(100));
    }

    @Test
    void theOrderOfMeasuringDoesNotMatter() {
        var three = new Latencies(List.of(Duration.ofMillis(3), Duration.ofMillis(1), Duration.ofMillis(2)));

        assertThat(three.row("answer")).containsExactly("answer", "2.0", "3.0", "3.0", "3.0");
    }

    @Test
    void nothingMeasuredHasNoPercentiles() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Latencies(List.of()));
    }
}
