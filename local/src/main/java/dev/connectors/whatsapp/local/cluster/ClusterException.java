package dev.connectors.whatsapp.local.cluster;

import java.io.Serial;

/** The local Kubernetes did not start. The message shows the end of the log of the program at fault. */
public final class ClusterException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    ClusterException(String message) {
        super(message);
    }

    ClusterException(String message, Throwable cause) {
        super(message, cause);
    }
}
