package dev.connectors.whatsapp.local.kubelet;

import io.fabric8.kubernetes.api.model.Probe;
import java.time.Duration;
import java.util.Optional;

/**
 * The numbers of a probe.
 *
 * @param successThreshold successes in a row that make a failing probe succeed
 * @param failureThreshold failures in a row that make it fail
 */
record ProbeSettings(
        Duration initialDelay, Duration period, Duration timeout, int successThreshold, int failureThreshold) {
    private static final int DEFAULT_PERIOD_SECONDS = 10;
    private static final int DEFAULT_FAILURES = 3;

    static ProbeSettings of(Probe probe) {
        return new ProbeSettings(
                seconds(probe.getInitialDelaySeconds(), 0),
                seconds(probe.getPeriodSeconds(), DEFAULT_PERIOD_SECONDS),
                seconds(probe.getTimeoutSeconds(), 1),
                number(probe.getSuccessThreshold(), 1),
                number(probe.getFailureThreshold(), DEFAULT_FAILURES));
    }

    private static Duration seconds(Integer value, int otherwise) {
        return Duration.ofSeconds(number(value, otherwise));
    }

    private static int number(Integer value, int otherwise) {
        return Optional.ofNullable(value).orElse(otherwise);
    }
}
