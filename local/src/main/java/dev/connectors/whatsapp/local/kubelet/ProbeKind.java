package dev.connectors.whatsapp.local.kubelet;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Probe;
import java.util.Optional;

/** The three questions. */
enum ProbeKind {
    STARTUP("Startup"),
    LIVENESS("Liveness"),
    READINESS("Readiness");

    private final String word;

    ProbeKind(String word) {
        this.word = word;
    }

    /** As events say it. */
    String word() {
        return word;
    }

    /** Whether a failure is the end of the process. */
    boolean kills() {
        return this != READINESS;
    }

    Optional<Probe> of(Container container) {
        return Optional.ofNullable(
                switch (this) {
                    case STARTUP -> container.getStartupProbe();
                    case LIVENESS -> container.getLivenessProbe();
                    case READINESS -> container.getReadinessProbe();
                });
    }
}
