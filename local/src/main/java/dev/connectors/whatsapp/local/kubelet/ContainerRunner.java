package dev.connectors.whatsapp.local.kubelet;

import dev.connectors.whatsapp.local.FileTree;
import dev.connectors.whatsapp.local.kubelet.ContainerState.Running;
import dev.connectors.whatsapp.local.kubelet.ContainerState.Terminated;
import dev.connectors.whatsapp.local.kubelet.ContainerState.Waiting;
import dev.connectors.whatsapp.local.kubelet.ContainerView.Kind;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * One container of a pod, through all its starts. Everything here happens on the pod's thread; processes and probes
 * report by its mailbox.
 */
final class ContainerRunner {
    /** What is missing (a ConfigMap, an image) may come; looked at again after this. */
    private static final Duration TRY_AGAIN = Duration.ofSeconds(1);

    /** As the real runtime says when the program cannot be run. */
    private static final int START_ERROR = 128;

    private static final int KILLED = 137;

    private final Container container;
    private final Kind kind;
    private final String restartPolicy;
    private final PodServices services;
    private final Executor mailbox;

    private ContainerState state;
    private Optional<Terminated> last = Optional.empty();
    private Optional<Run> run = Optional.empty();
    private int restartCount;
    private int restartsInARow;
    private boolean ranBefore;
    private boolean stopping;
    private Instant nextStart = Instant.EPOCH;

    /** The process of one start, and what belongs to it. */
    private record Run(ContainerProcess process, ContainerLaunch launch, ContainerProbes probes) {}

    /** What a container needs of its pod to start. */
    record Surroundings(Pod pod, String address, ContainerEnvironment environments, PodVolumes volumes) {}

    ContainerRunner(Container container, Kind kind, String restartPolicy, PodServices services, Executor mailbox) {
        this.container = container;
        this.kind = kind;
        this.restartPolicy = kind == Kind.SIDECAR ? "Always" : restartPolicy;
        this.services = services;
        this.mailbox = mailbox;
        this.state = new Waiting(kind == Kind.MAIN ? "ContainerCreating" : "PodInitializing", "");
    }

    String name() {
        return container.getName();
    }

    Kind kind() {
        return kind;
    }

    /** Takes over what an earlier kubelet reported. Its processes are gone, so what ran has been killed. */
    void restore(ContainerStatus status, Instant now) {
        restartCount = Optional.ofNullable(status.getRestartCount()).orElse(0);
        ranBefore = status.getContainerID() != null && !status.getContainerID().isEmpty();
        last = Optional.ofNullable(status.getLastState())
                .map(io.fabric8.kubernetes.api.model.ContainerState::getTerminated)
                .map(ContainerRunner::terminated);
        var before = Optional.ofNullable(status.getState());
        before.map(io.fabric8.kubernetes.api.model.ContainerState::getRunning)
                .ifPresent(running -> state = new Terminated(
                        KILLED,
                        "ContainerStatusUnknown",
                        "the container ended with its kubelet",
                        Instant.parse(running.getStartedAt()),
                        now,
                        status.getContainerID()));
        before.map(io.fabric8.kubernetes.api.model.ContainerState::getTerminated)
                .ifPresent(ended -> state = terminated(ended));
        if (kind == Kind.INIT && ranBefore) {
            // A pod that starts anew on its node goes through its init containers again.
            keepAsLast();
            state = new Waiting("PodInitializing", "");
        }
    }

    ContainerView view() {
        var probes = run.map(Run::probes);
        var started = probes.map(ContainerProbes::started).orElse(false);
        var ready = kind == Kind.INIT
                ? endedWell()
                : probes.map(ContainerProbes::ready).orElse(false);
        return new ContainerView(
                name(), container.getImage(), kind, state, last, restartCount, started, ready, !isOver());
    }

    boolean started() {
        return run.map(Run::probes).map(ContainerProbes::started).orElse(false);
    }

    boolean endedWell() {
        return state instanceof Terminated ended && ended.succeeded();
    }

    /** It has ended and will not be started again. */
    boolean isOver() {
        return state instanceof Terminated ended && !restarts(ended);
    }

    /** Waits for its turn; the volumes of the pod are not there yet, or an init container runs. */
    void hold(String reason, String message) {
        if (state instanceof Waiting && !isInBackoff()) {
            state = new Waiting(reason, message);
        }
    }

    /** Does what is due: a start, a restart, a probe. */
    void step(Surroundings surroundings, Instant now) {
        switch (state) {
            case Running running -> probe(surroundings, now);
            case Terminated ended when !restarts(ended) -> {}
            case Terminated ended -> startWhenDue(surroundings, now);
            case Waiting waiting -> startWhenDue(surroundings, now);
        }
    }

    /** When {@link #step} has something to do again, if nobody calls before. */
    Optional<Instant> nextStep() {
        return switch (state) {
            case Running running ->
                stopping
                        ? Optional.empty()
                        : run.flatMap(current -> current.probes().nextDue());
            case Terminated ended -> restarts(ended) ? Optional.of(nextStart) : Optional.empty();
            case Waiting waiting -> Optional.of(nextStart);
        };
    }

    /** What stops it and blocks until it has ended, on any thread; empty when it does not run. */
    Optional<Stop> stop(Surroundings surroundings) {
        stopping = true;
        return run.map(current -> left -> {
            preStop(surroundings, current, left.get());
            current.process().stop(left);
        });
    }

    /** The end of a container. */
    interface Stop {
        /**
         * Stops it and blocks until it has ended.
         *
         * @param left what is left of the grace period
         */
        void within(Supplier<Duration> left);
    }

    private void startWhenDue(Surroundings surroundings, Instant now) {
        if (!now.isBefore(nextStart)) {
            start(surroundings, now);
        }
    }

    private void start(Surroundings surroundings, Instant now) {
        var image = services.commands().find(container.getImage());
        if (image.isEmpty()) {
            var message = "no command stands for image \"%s\"; there are commands for: %s"
                    .formatted(container.getImage(), services.commands().known());
            cannotStart("ErrImagePull", message, "Failed", surroundings.pod(), now);
            return;
        }
        var again = ranBefore;
        var restarts = again ? restartCount + 1 : restartCount;
        try {
            var home = services.folder(surroundings.pod()).resolve(".home-" + name());
            var launch = services.launches()
                    .of(
                            surroundings.pod(),
                            container,
                            image.get(),
                            surroundings.environments(),
                            surroundings.volumes(),
                            FileTree.create(home),
                            mark(surroundings.pod(), restarts));
            var log = logs(surroundings.pod()).next(restarts);
            begin(restarts);
            var process = ContainerProcess.start(
                    launch, log, services.ledger(), now, exitCode -> mailbox.execute(() -> ended(exitCode)));
            started(process, launch, surroundings.pod());
        } catch (ContainerConfigException e) {
            cannotStart(
                    "CreateContainerConfigError", String.valueOf(e.getMessage()), "Failed", surroundings.pod(), now);
        } catch (IOException e) {
            begin(restarts);
            services.events().warn(surroundings.pod(), "Failed", "Error: " + e.getMessage());
            terminated(new Terminated(START_ERROR, "StartError", String.valueOf(e.getMessage()), now, now, ""), now);
        }
    }

    private String mark(Pod pod, int restarts) {
        return "%s/%s/%s/%d/"
                .formatted(services.ledger().id(), pod.getMetadata().getUid(), name(), restarts);
    }

    private ContainerLogs logs(Pod pod) {
        return new ContainerLogs(
                services.logs(),
                pod.getMetadata().getNamespace(),
                pod.getMetadata().getName(),
                name());
    }

    private void begin(int restarts) {
        keepAsLast();
        restartCount = restarts;
        ranBefore = true;
    }

    private void keepAsLast() {
        if (state instanceof Terminated ended) {
            last = Optional.of(ended);
        }
    }

    private void started(ContainerProcess process, ContainerLaunch launch, Pod pod) {
        state = new Running(process.startedAt(), process.pid());
        run = Optional.of(new Run(process, launch, new ContainerProbes(container, process.startedAt())));
        services.events().normal(pod, "Started", "Started container " + name());
    }

    private void ended(int exitCode) {
        var now = services.clock().instant();
        var process = run.orElseThrow().process();
        run = Optional.empty();
        stopping = false;
        terminated(
                new Terminated(
                        exitCode,
                        exitCode == 0 ? "Completed" : "Error",
                        "",
                        process.startedAt(),
                        now,
                        PodStatuses.containerId(process.pid())),
                now);
    }

    private void terminated(Terminated ended, Instant now) {
        state = ended;
        if (!restarts(ended)) {
            return;
        }
        var ran = Duration.between(ended.startedAt(), ended.finishedAt());
        if (ran.compareTo(services.backoff().resetAfter()) >= 0) {
            restartsInARow = 0;
        }
        var delay = services.backoff().delay(restartsInARow);
        restartsInARow++;
        nextStart = now.plus(delay);
        if (delay.isPositive()) {
            keepAsLast();
            state = new Waiting(
                    "CrashLoopBackOff",
                    "back-off %.1fs restarting failed container=%s".formatted(delay.toMillis() / 1000.0, name()));
        }
    }

    private boolean restarts(Terminated ended) {
        return switch (restartPolicy) {
            case "Always" -> kind != Kind.INIT || !ended.succeeded();
            case "OnFailure" -> !ended.succeeded();
            default -> false;
        };
    }

    private boolean isInBackoff() {
        return state instanceof Waiting waiting && waiting.reason().equals("CrashLoopBackOff");
    }

    private void cannotStart(String reason, String message, String event, Pod pod, Instant now) {
        keepAsLast();
        nextStart = now.plus(TRY_AGAIN);
        var waiting = new Waiting(reason, message);
        if (!waiting.equals(state)) {
            state = waiting;
            services.events().warn(pod, event, "Error: %s: %s".formatted(reason, message));
        }
    }

    private void probe(Surroundings surroundings, Instant now) {
        if (stopping) {
            return;
        }
        var current = run.orElseThrow();
        Stream.of(ProbeKind.values())
                .filter(probe -> current.probes().isDue(probe, now))
                .forEach(probe -> ask(probe, current, surroundings));
    }

    private void ask(ProbeKind which, Run current, Surroundings surroundings) {
        current.probes().asked(which);
        var probe = current.probes().probe(which).orElseThrow();
        var timeout = current.probes().settings(which).timeout();
        Thread.startVirtualThread(() -> {
            var result = Prober.ask(probe, timeout, container, surroundings.address(), current.launch());
            mailbox.execute(() -> answered(which, result, current, surroundings));
        });
    }

    private void answered(ProbeKind which, Prober.Result result, Run asked, Surroundings surroundings) {
        if (stopping || run.filter(asked::equals).isEmpty()) {
            return;
        }
        var failed = asked.probes()
                .answered(which, result.success(), services.clock().instant());
        if (!result.success()) {
            services.events()
                    .warn(
                            surroundings.pod(),
                            "Unhealthy",
                            "%s probe failed: %s".formatted(which.word(), result.message()));
        }
        if (failed && which.kills()) {
            restartBecauseOf(which, asked, surroundings);
        }
    }

    private void restartBecauseOf(ProbeKind which, Run failed, Surroundings surroundings) {
        stopping = true;
        services.events()
                .normal(
                        surroundings.pod(),
                        "Killing",
                        "Container %s failed %s probe, will be restarted".formatted(name(), which.word()));
        var seconds = which.of(container)
                .map(probe -> probe.getTerminationGracePeriodSeconds())
                .or(() -> Optional.ofNullable(surroundings.pod().getSpec().getTerminationGracePeriodSeconds()))
                .orElse(30L);
        var deadline = services.clock().instant().plusSeconds(seconds);
        Thread.startVirtualThread(() -> {
            Supplier<Duration> left = () -> Duration.between(services.clock().instant(), deadline);
            preStop(surroundings, failed, left.get());
            failed.process().stop(left);
        });
    }

    private void preStop(Surroundings surroundings, Run current, Duration left) {
        var hook = Optional.ofNullable(container.getLifecycle()).map(lifecycle -> lifecycle.getPreStop());
        if (hook.isPresent() && left.isPositive()) {
            var result = Prober.hook(hook.get(), left, container, surroundings.address(), current.launch());
            if (!result.success()) {
                services.events().warn(surroundings.pod(), "FailedPreStopHook", result.message());
            }
        }
    }

    private static Terminated terminated(io.fabric8.kubernetes.api.model.ContainerStateTerminated ended) {
        return new Terminated(
                Optional.ofNullable(ended.getExitCode()).orElse(0),
                Optional.ofNullable(ended.getReason()).orElse(""),
                Optional.ofNullable(ended.getMessage()).orElse(""),
                Instant.parse(ended.getStartedAt()),
                Instant.parse(ended.getFinishedAt()),
                Optional.ofNullable(ended.getContainerID()).orElse(""));
    }
}
