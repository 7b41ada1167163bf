package dev.connectors.whatsapp.local.kubelet;

import dev.connectors.whatsapp.local.kubelet.ProbeState.Verdict;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ProbeStateTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final ProbeSettings SETTINGS =
            new ProbeSettings(Duration.ofSeconds(5), Duration.ofSeconds(2), Duration.ofSeconds(1), 2, 3);

    @ParameterizedTest
    @CsvSource({
        "'', UNKNOWN",
        "+, UNKNOWN",
        "++, SUCCESS",
        "+-+, UNKNOWN",
        "--, UNKNOWN",
        "---, FAILURE",
        "++--, SUCCESS",
        "++--+--, SUCCESS",
        "++---, FAILURE",
        "---+, FAILURE",
        "---++, SUCCESS",
    })
    void changesItsVerdictAfterEnoughEqualResults(String results, Verdict expected) {
        var state = ProbeState.atStart(SETTINGS, START);
        for (var i = 0; i < results.length(); i++) {
            state = state.after(results.charAt(i) == '+', SETTINGS, START);
        }

        assertThat(state.verdict()).isEqualTo(expected);
    }

    @Test
    void isDueAfterTheInitialDelayAndThenOnceAPeriod() {
        var state = ProbeState.atStart(SETTINGS, START);

        assertThat(state.isDue(START.plusMillis(4_999))).isFalse();
        assertThat(state.isDue(START.plusSeconds(5))).isTrue();
        assertThat(state.after(true, SETTINGS, START.plusSeconds(6)).due()).isEqualTo(START.plusSeconds(8));
    }

    @Test
    void asksNothingElseUntilTheStartupProbeHasSucceeded() {
        var probes = new ContainerProbes(Serialization.unmarshal("""
                startupProbe: {tcpSocket: {port: 1}}
                livenessProbe: {tcpSocket: {port: 1}, failureThreshold: 1}
                readinessProbe: {tcpSocket: {port: 1}}
                """, Container.class), START);

        assertThat(probes.isDue(ProbeKind.STARTUP, START)).isTrue();
        assertThat(probes.isDue(ProbeKind.LIVENESS, START)).isFalse();
        probes.asked(ProbeKind.STARTUP);
        assertThat(probes.isDue(ProbeKind.STARTUP, START))
                .as("while it is being asked")
                .isFalse();
        assertThat(probes.nextDue()).isEmpty();

        assertThat(probes.answered(ProbeKind.STARTUP, true, START)).isFalse();
        assertThat(probes.started()).isTrue();
        assertThat(probes.ready()).isFalse();
        assertThat(probes.isDue(ProbeKind.STARTUP, START.plusSeconds(60))).isFalse();
        assertThat(probes.isDue(ProbeKind.READINESS, START)).isTrue();

        probes.answered(ProbeKind.READINESS, true, START);
        assertThat(probes.ready()).isTrue();
        assertThat(probes.answered(ProbeKind.LIVENESS, false, START))
                .as("the one that kills")
                .isTrue();
    }

    @Test
    void isReadyAtOnceWithoutProbes() {
        var probes = new ContainerProbes(new Container(), START);

        assertThat(probes.started()).isTrue();
        assertThat(probes.ready()).isTrue();
        assertThat(probes.nextDue()).isEmpty();
    }

    @Test
    void hasTheDefaultsOfKubernetes() {
        var probe = Serialization.unmarshal("livenessProbe: {exec: {}}", Container.class)
                .getLivenessProbe();

        assertThat(ProbeSettings.of(probe))
                .isEqualTo(new ProbeSettings(Duration.ZERO, Duration.ofSeconds(10), Duration.ofSeconds(1), 1, 3));
    }
}
