package dev.connectors.whatsapp.local.kubelet;

import java.io.Serial;

/** A container cannot be started as its pod describes it; the message goes to the pod's status. */
final class ContainerConfigException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    ContainerConfigException(String message) {
        super(message);
    }
}
