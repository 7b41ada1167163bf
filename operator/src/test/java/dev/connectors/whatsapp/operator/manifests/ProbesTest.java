package dev.connectors.whatsapp.operator.manifests;

import io.fabric8.kubernetes.api.model.Probe;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("A4")
class ProbesTest {
    private static final Duration AT_MOST = Duration.ofSeconds(90);

    static Stream<Probe> ofContainersThatHang() {
        return Stream.of(Probes.bridgeLives(), Probes.connectorLives());
    }

    @ParameterizedTest
    @MethodSource("ofContainersThatHang")
    void whatHangsIsKilledWithinNinetySeconds(Probe probe) {
        // It hangs just after it was asked. The last of the failures takes its time, and what hangs ignores SIGTERM.
        var worst = Duration.ofSeconds((long) probe.getPeriodSeconds() * probe.getFailureThreshold()
                + probe.getTimeoutSeconds()
                + probe.getTerminationGracePeriodSeconds());

        assertThat(worst).isLessThan(AT_MOST);
    }
}
