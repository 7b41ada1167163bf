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

    /**
     * Whether somebody serves the socket. A killed bridge leaves the file behind, so the file alone says nothing; and the
     * image has no shell, but it has node.
     */
    private static final String SOCKET_IS_SERVED =
            "require('node:net').connect(process.env.BRIDGE_SOCKET).on('connect',()=>process.exit(0))"
                    + ".on('error',()=>process.exit(1))";

    private Probes() {}

    static Probe connectorStarted() {
        return http("/healthz", 2, 2, 90)
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

    /**
     * Gates the connector's start. There is no liveness probe: the kernel takes a connection to the socket also when the
     * process hangs, and readiness of the pod asks the bridge through the connector.
     */
    static Probe bridgeStarted() {
        return timed(2, 5, 60)
                .withNewExec()
                .withCommand(List.of("node", "-e", SOCKET_IS_SERVED))
                .endExec()
                .build();
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
