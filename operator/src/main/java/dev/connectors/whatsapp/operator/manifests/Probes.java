package dev.connectors.whatsapp.operator.manifests;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import java.util.List;

/** How the kubelet learns that the containers work. */
final class Probes {
    /**
     * A connector that hangs gets no time to end well: at its lease's deadline the bridge closes the sockets by itself, and
     * the sooner the next one starts, the better.
     */
    private static final long GRACE_OF_A_HANGING_CONNECTOR_SECONDS = 10;

    /** As of a hanging connector; and whatever a frozen bridge still held open, others wait for. */
    private static final long GRACE_OF_A_HANGING_BRIDGE_SECONDS = 10;

    /**
     * Makes a call and gives it 4 s. That somebody takes a connection to the socket would say nothing: the kernel does so
     * also when the process hangs. In the image's working folder; a start of Node each time.
     */
    private static final List<String> BRIDGE_ANSWERS = List.of("node", "dist/bundle/probe.js");

    private Probes() {}

    /** What waits for it waits no longer than it has to; three minutes in all. */
    static Probe connectorStarted() {
        return http("/healthz", 1, 2, 180)
                .withTerminationGracePeriodSeconds(GRACE_OF_A_HANGING_CONNECTOR_SECONDS)
                .build();
    }

    static Probe connectorLives() {
        return http("/healthz", 10, 5, 3)
                .withTerminationGracePeriodSeconds(GRACE_OF_A_HANGING_CONNECTOR_SECONDS)
                .build();
    }

    static Probe connectorReady() {
        return http("/readyz", 5, 3, 3).build();
    }

    /** Gates the connector's start, so it is asked often; two minutes in all. */
    static Probe bridgeStarted() {
        return bridgeAnswers(1, 120).build();
    }

    /** One that is frozen or runs in circles is started again within 90 s. */
    static Probe bridgeLives() {
        return bridgeAnswers(20, 3)
                .withTerminationGracePeriodSeconds(GRACE_OF_A_HANGING_BRIDGE_SECONDS)
                .build();
    }

    private static ProbeBuilder bridgeAnswers(int period, int failures) {
        return timed(period, 5, failures)
                .withNewExec()
                .withCommand(BRIDGE_ANSWERS)
                .endExec();
    }

    private static ProbeBuilder http(String path, int period, int timeout, int failures) {
        return timed(period, timeout, failures)
                .withNewHttpGet()
                .withPath(path)
                .withPort(new IntOrString(PodTemplate.HTTP))
                .withScheme("HTTP")
                .endHttpGet();
    }

    private static ProbeBuilder timed(int periodSeconds, int timeoutSeconds, int failures) {
        return new ProbeBuilder()
                .withPeriodSeconds(periodSeconds)
                .withTimeoutSeconds(timeoutSeconds)
                .withFailureThreshold(failures)
                .withSuccessThreshold(1);
    }
}
