package dev.connectors.whatsapp.local.kubelet;

import dev.connectors.whatsapp.local.kubelet.ProbeState.Verdict;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Probe;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * The probes of one run of a container: which are due, and what they say together. Until the startup probe has
 * succeeded, nobody asks the other two.
 */
final class ContainerProbes {
    private final Map<ProbeKind, Probe> probes = new EnumMap<>(ProbeKind.class);
    private final Map<ProbeKind, ProbeSettings> settings = new EnumMap<>(ProbeKind.class);
    private final Map<ProbeKind, ProbeState> states = new EnumMap<>(ProbeKind.class);
    private final Map<ProbeKind, Boolean> asking = new EnumMap<>(ProbeKind.class);

    ContainerProbes(Container container, Instant startedAt) {
        for (var kind : ProbeKind.values()) {
            kind.of(container).ifPresent(probe -> {
                probes.put(kind, probe);
                var numbers = ProbeSettings.of(probe);
                settings.put(kind, numbers);
                states.put(kind, ProbeState.atStart(numbers, startedAt));
                asking.put(kind, false);
            });
        }
    }

    boolean started() {
        return verdict(ProbeKind.STARTUP).map(Verdict.SUCCESS::equals).orElse(true);
    }

    boolean ready() {
        return started()
                && verdict(ProbeKind.READINESS).map(Verdict.SUCCESS::equals).orElse(true);
    }

    /** Whether a probe is to be asked now. Say {@link #asked} before asking it. */
    boolean isDue(ProbeKind kind, Instant now) {
        return isOpen(kind) && stateOf(kind).filter(state -> state.isDue(now)).isPresent();
    }

    void asked(ProbeKind kind) {
        asking.put(kind, true);
    }

    /** Takes a result; true when it was the one that makes the probe fail. */
    boolean answered(ProbeKind kind, boolean success, Instant now) {
        asking.put(kind, false);
        var state = stateOf(kind).orElseThrow().after(success, settings(kind), now);
        states.put(kind, state);
        return state.verdict() == Verdict.FAILURE && !success;
    }

    Optional<Probe> probe(ProbeKind kind) {
        return Optional.ofNullable(probes.get(kind));
    }

    ProbeSettings settings(ProbeKind kind) {
        return Optional.ofNullable(settings.get(kind)).orElseThrow();
    }

    /** When the next one is due; empty while all are being asked. */
    Optional<Instant> nextDue() {
        return states.entrySet().stream()
                .filter(entry -> isOpen(entry.getKey()))
                .map(entry -> entry.getValue().due())
                .min(Instant::compareTo);
    }

    private boolean isOpen(ProbeKind kind) {
        var isAsking = Boolean.TRUE.equals(asking.get(kind));
        return !isAsking && (kind == ProbeKind.STARTUP ? !started() : started());
    }

    private Optional<Verdict> verdict(ProbeKind kind) {
        return stateOf(kind).map(ProbeState::verdict);
    }

    private Optional<ProbeState> stateOf(ProbeKind kind) {
        return Optional.ofNullable(states.get(kind));
    }
}
