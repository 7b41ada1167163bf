package dev.connectors.whatsapp.local.kubelet;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/**
 * What the pods of a kubelet share.
 *
 * @param pods the folder for the pods' folders
 * @param logs the folder for the containers' logs
 */
record PodServices(
        ContainerCommands commands,
        ContainerLaunches launches,
        RestartBackoff backoff,
        ProcessLedger ledger,
        PodNetwork network,
        PodApi api,
        PodEvents events,
        Path pods,
        Path logs,
        Map<String, Quantity> allocatable,
        Clock clock) {

    /** A pod's folder. Eight digits of its id keep the paths of sockets in it short. */
    Path folder(Pod pod) {
        return pods.resolve(folderName(pod.getMetadata().getUid()));
    }

    static String folderName(String uid) {
        return uid.substring(0, Math.min(8, uid.length()));
    }
}
