package dev.connectors.whatsapp.local.kubelet;

import dev.connectors.whatsapp.local.kubelet.ContainerState.Terminated;
import java.util.Optional;

/**
 * How one container is, as far as the status of its pod tells.
 *
 * @param started its startup probe has succeeded, or it has none and runs
 * @param willRestart it has ended, or waits, and is to be started (again)
 */
record ContainerView(
        String name,
        String image,
        Kind kind,
        ContainerState state,
        Optional<Terminated> last,
        int restartCount,
        boolean started,
        boolean ready,
        boolean willRestart) {
    /** The part that a container has in its pod. */
    enum Kind {
        INIT,
        /** An init container that is restarted always and accompanies the pod. */
        SIDECAR,
        MAIN
    }

    boolean runs() {
        return state instanceof ContainerState.Running;
    }

    boolean endedWell() {
        return state instanceof Terminated ended && ended.succeeded();
    }
}
