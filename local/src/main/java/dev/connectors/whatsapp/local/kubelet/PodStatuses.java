package dev.connectors.whatsapp.local.kubelet;

import dev.connectors.whatsapp.local.kubelet.ContainerState.Running;
import dev.connectors.whatsapp.local.kubelet.ContainerState.Terminated;
import dev.connectors.whatsapp.local.kubelet.ContainerState.Waiting;
import dev.connectors.whatsapp.local.kubelet.ContainerView.Kind;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.HostIP;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.PodIP;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The status of a pod, by the rules of Kubernetes' own documentation on the pod life cycle. Conditions of others (the
 * scheduler's, readiness gates) stay as they are, and a transition time moves only with its condition.
 */
final class PodStatuses {
    static final String PENDING = "Pending";
    static final String RUNNING = "Running";
    static final String SUCCEEDED = "Succeeded";
    static final String FAILED = "Failed";

    private static final Set<String> OWN_CONDITIONS =
            Set.of("PodReadyToStartContainers", "Initialized", "ContainersReady", "Ready");

    private final Clock clock;

    PodStatuses(Clock clock) {
        this.clock = clock;
    }

    static boolean isOver(Pod pod) {
        var phase = pod.getStatus() == null ? "" : pod.getStatus().getPhase();
        return SUCCEEDED.equals(phase) || FAILED.equals(phase);
    }

    /** The status of a pod that is as the view says; the pod's present status is what it changes from. */
    PodStatus of(Pod pod, PodView view) {
        var phase = phase(view);
        var before = Optional.ofNullable(pod.getStatus()).orElseGet(PodStatus::new);
        var status = new PodStatusBuilder(before)
                .withPhase(phase)
                .withObservedGeneration(pod.getMetadata().getGeneration())
                .withStartTime(time(view.startedAt()))
                .withHostIP(view.hostAddress())
                .withHostIPs(new HostIP(view.hostAddress()))
                .withInitContainerStatuses(
                        view.initial().stream().map(PodStatuses::status).toList())
                .withContainerStatuses(
                        view.main().stream().map(PodStatuses::status).toList())
                .withConditions(conditions(pod, before.getConditions(), view, phase));
        view.address().ifPresent(address -> status.withPodIP(address).withPodIPs(new PodIP(address)));
        return status.build();
    }

    static String phase(PodView view) {
        if (view.ended()) {
            var failed = view.initial().stream().anyMatch(c -> c.kind() == Kind.INIT && !c.endedWell())
                    || view.main().stream().anyMatch(c -> !c.endedWell());
            return failed ? FAILED : SUCCEEDED;
        }
        var initialized = isInitialized(view);
        var neverRan = view.main().stream()
                .anyMatch(c -> c.state() instanceof Waiting && c.last().isEmpty());
        return initialized && !neverRan ? RUNNING : PENDING;
    }

    /** Sidecars count once they have started; they may fail later without undoing this. */
    private static boolean isInitialized(PodView view) {
        var mainBegan = view.main().stream()
                .anyMatch(c -> !(c.state() instanceof Waiting) || c.last().isPresent());
        return mainBegan || waitingFor(view).isEmpty();
    }

    private static List<String> waitingFor(PodView view) {
        return names(view.initial(), c -> c.kind() == Kind.SIDECAR ? !c.started() : !c.endedWell());
    }

    private static List<String> names(List<ContainerView> containers, Predicate<ContainerView> which) {
        return containers.stream().filter(which).map(ContainerView::name).toList();
    }

    private List<PodCondition> conditions(Pod pod, List<PodCondition> before, PodView view, String phase) {
        var conditions = before.stream()
                .filter(condition -> !OWN_CONDITIONS.contains(condition.getType()))
                .collect(Collectors.toCollection(ArrayList::new));
        var generation = pod.getMetadata().getGeneration();
        var unready = names(view.containers(), c -> c.kind() != Kind.INIT && !c.ready());
        var containersReady = containersReady(phase, unready);
        var own = List.of(
                view.prepared() && !view.ended()
                        ? condition("PodReadyToStartContainers")
                        : condition("PodReadyToStartContainers", "", ""),
                initialized(view, phase),
                containersReady.toBuilder().withType("ContainersReady").build(),
                ready(pod, containersReady));
        for (var condition : own) {
            var previous = before.stream()
                    .filter(other -> other.getType().equals(condition.getType()))
                    .filter(other -> other.getStatus().equals(condition.getStatus()))
                    .findFirst();
            condition.setLastTransitionTime(
                    previous.map(PodCondition::getLastTransitionTime).orElseGet(() -> time(clock.instant())));
            condition.setObservedGeneration(generation);
            conditions.add(condition);
        }
        return conditions;
    }

    private static PodCondition initialized(PodView view, String phase) {
        if (phase.equals(SUCCEEDED)) {
            return condition("Initialized").toBuilder()
                    .withReason("PodCompleted")
                    .build();
        }
        var waitingFor = waitingFor(view);
        return isInitialized(view)
                ? condition("Initialized")
                : condition(
                        "Initialized",
                        "ContainersNotInitialized",
                        "containers with incomplete status: " + bracketed(waitingFor));
    }

    private static PodCondition containersReady(String phase, List<String> unready) {
        return switch (phase) {
            case SUCCEEDED -> condition("Ready", "PodCompleted", "");
            case FAILED -> condition("Ready", "PodFailed", "");
            default ->
                unready.isEmpty()
                        ? condition("Ready")
                        : condition(
                                "Ready", "ContainersNotReady", "containers with unready status: " + bracketed(unready));
        };
    }

    private static PodCondition ready(Pod pod, PodCondition containersReady) {
        if (!containersReady.getStatus().equals("True")) {
            return containersReady;
        }
        var closed = pod.getSpec().getReadinessGates().stream()
                .map(gate -> gate.getConditionType())
                .filter(type -> pod.getStatus().getConditions().stream()
                        .noneMatch(
                                c -> c.getType().equals(type) && c.getStatus().equals("True")))
                .toList();
        return closed.isEmpty()
                ? containersReady
                : condition(
                        "Ready", "ReadinessGatesNotReady", "readiness gates that are not True: " + bracketed(closed));
    }

    private static PodCondition condition(String type) {
        return new PodConditionBuilder().withType(type).withStatus("True").build();
    }

    private static PodCondition condition(String type, String reason, String message) {
        return new PodConditionBuilder()
                .withType(type)
                .withStatus("False")
                .withReason(reason.isEmpty() ? null : reason)
                .withMessage(message.isEmpty() ? null : message)
                .build();
    }

    private static String bracketed(List<String> names) {
        return names.stream().collect(Collectors.joining(" ", "[", "]"));
    }

    private static ContainerStatus status(ContainerView container) {
        return new ContainerStatusBuilder()
                .withName(container.name())
                .withImage(container.image())
                .withImageID("")
                .withContainerID(
                        switch (container.state()) {
                            case Running running -> containerId(running.pid());
                            case Terminated ended -> ended.containerId();
                            case Waiting waiting ->
                                container.last().map(Terminated::containerId).orElse(null);
                        })
                .withRestartCount(container.restartCount())
                .withStarted(container.started())
                .withReady(container.ready())
                .withState(state(container.state()))
                .withLastState(container.last().map(PodStatuses::state).orElse(null))
                .build();
    }

    /** The process of a container, so that a fault run knows which one to kill. */
    static String containerId(long pid) {
        return "process://" + pid;
    }

    private static io.fabric8.kubernetes.api.model.ContainerState state(ContainerState state) {
        var builder = new ContainerStateBuilder();
        return switch (state) {
            case Waiting waiting ->
                builder.withNewWaiting()
                        .withReason(waiting.reason())
                        .withMessage(waiting.message().isEmpty() ? null : waiting.message())
                        .endWaiting()
                        .build();
            case Running running ->
                builder.withNewRunning()
                        .withStartedAt(time(running.startedAt()))
                        .endRunning()
                        .build();
            case Terminated ended ->
                builder.withNewTerminated()
                        .withExitCode(ended.exitCode())
                        .withReason(ended.reason())
                        .withMessage(ended.message().isEmpty() ? null : ended.message())
                        .withStartedAt(time(ended.startedAt()))
                        .withFinishedAt(time(ended.finishedAt()))
                        .withContainerID(ended.containerId())
                        .endTerminated()
                        .build();
        };
    }

    /** Kubernetes keeps seconds. */
    static String time(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
