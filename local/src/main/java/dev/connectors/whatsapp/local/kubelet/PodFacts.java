package dev.connectors.whatsapp.local.kubelet;

import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Map;

/**
 * What the kubelet adds to what a pod says of itself.
 *
 * @param allocatable of the node, the limit of a container that has none
 */
record PodFacts(String podIp, String hostIp, Map<String, Quantity> allocatable) {
    PodFacts {
        allocatable = Map.copyOf(allocatable);
    }
}
