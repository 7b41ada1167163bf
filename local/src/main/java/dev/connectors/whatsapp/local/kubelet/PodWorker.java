package dev.connectors.whatsapp.local.kubelet;

import dev.connectors.whatsapp.local.FileTree;
import dev.connectors.whatsapp.local.kubelet.ContainerRunner.Surroundings;
import dev.connectors.whatsapp.local.kubelet.ContainerView.Kind;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Runs one pod from its binding to its end, on a thread of its own: whatever happens to the pod arrives in the mailbox,
 * and after each message the worker does what is due and writes the status if it has changed.
 */
final class PodWorker {
    private static final System.Logger LOG = System.getLogger(PodWorker.class.getName());

    /** When the API server does not answer, or a volume is not there. */
    private static final Duration TRY_AGAIN = Duration.ofSeconds(1);

    /** What a sidecar gets when those before it have used the grace period up. */
    private static final Duration LEAST_GRACE = Duration.ofSeconds(2);

    private static final long DEFAULT_GRACE_SECONDS = 30;

    private final PodServices services;
    private final PodStatuses statuses;
    private final LinkedBlockingQueue<Runnable> mailbox = new LinkedBlockingQueue<>();
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private final PodContainers containers;
    private final ContainerEnvironment environments;
    private final PodVolumes volumes;
    private final String address;
    private final Instant startedAt;

    private Pod pod;
    private boolean prepared;
    private boolean volumesStale = true;
    private Instant tryVolumesAt = Instant.EPOCH;

    /** The API server has forgotten the pod. */
    private boolean removed;

    /** The kubelet stops; the pod is to go on with the next one. */
    private boolean abandoned;

    private Stage stage = Stage.RUNNING;
    private volatile Instant stopDeadline = Instant.MAX;
    private Optional<PodView> written = Optional.empty();
    private long writtenFor = -1;
    private Optional<Instant> tryWritingAt = Optional.empty();

    private enum Stage {
        RUNNING,
        STOPPING,
        /** No container runs or will run. */
        ENDED,
        /** Nothing is left to do. */
        GONE
    }

    PodWorker(Pod pod, PodServices services) {
        this.pod = pod;
        this.services = services;
        this.statuses = new PodStatuses(services.clock());
        var metadata = pod.getMetadata();
        this.address = Boolean.TRUE.equals(pod.getSpec().getHostNetwork())
                ? Kubelet.HOST_ADDRESS
                : services.network().address(metadata.getNamespace(), metadata.getName(), metadata.getUid());
        var facts = new PodFacts(address, Kubelet.HOST_ADDRESS, services.allocatable());
        var fields = new PodFields(pod, facts);
        var objects = services.api().objects(metadata.getNamespace());
        this.environments = new ContainerEnvironment(fields, objects);
        this.volumes = new PodVolumes(
                services.folder(pod),
                new VolumeContents(() -> new PodFields(this.pod, facts), objects),
                new ProjectedTokens(services.api(), services.clock()),
                services.api());
        this.containers = PodContainers.of(pod, services, mailbox::add);
        this.startedAt = Optional.ofNullable(pod.getStatus())
                .map(status -> status.getStartTime())
                .map(Instant::parse)
                .orElseGet(() -> services.clock().instant());
        if (PodStatuses.isOver(pod)) {
            stage = Stage.ENDED;
        } else {
            // Another kubelet may have run it before this one.
            containers.restore(pod, services.clock().instant());
        }
    }

    /**
     * Begins. To be called once.
     *
     * @param atEnd is run when no process runs and no message will be handled
     */
    void start(Runnable atEnd) {
        Thread.ofVirtual().name("pod-" + pod.getMetadata().getName()).start(() -> {
            try {
                run();
            } finally {
                atEnd.run();
            }
        });
    }

    /** The pod has changed in the API server. */
    void update(Pod changed) {
        mailbox.add(() -> {
            pod = changed;
            // Labels and annotations may be in files; and an annotation is how an operator hurries a ConfigMap.
            volumesStale = true;
        });
    }

    /** The API server knows it no longer. */
    void remove() {
        mailbox.add(() -> removed = true);
    }

    /** A ConfigMap or a Secret of the namespace has changed. */
    void refreshVolumes() {
        mailbox.add(() -> volumesStale = true);
    }

    /** The kubelet stops: ends the processes and tells nobody. */
    CompletableFuture<Void> abandon(Duration mostGrace) {
        mailbox.add(() -> {
            abandoned = true;
            var deadline = services.clock().instant().plus(mostGrace);
            if (deadline.isBefore(stopDeadline)) {
                stopDeadline = deadline;
            }
        });
        return done;
    }

    String namespace() {
        return pod.getMetadata().getNamespace();
    }

    private void run() {
        try {
            while (stage != Stage.GONE) {
                step();
                if (stage != Stage.GONE) {
                    receive();
                }
            }
            done.complete(null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            done.completeExceptionally(e);
        } catch (RuntimeException | IOException e) {
            LOG.log(Level.ERROR, "The pod " + pod.getMetadata().getName() + " is left alone", e);
            done.completeExceptionally(e);
        }
    }

    private void receive() throws InterruptedException {
        var wait = nextStep().map(when -> Duration.between(services.clock().instant(), when));
        var first = wait.isPresent()
                ? mailbox.poll(Math.max(0, wait.get().toMillis() + 1), TimeUnit.MILLISECONDS)
                : mailbox.take();
        for (var message = first; message != null; message = mailbox.poll()) {
            message.run();
        }
    }

    private Optional<Instant> nextStep() {
        var times = new ArrayList<Instant>();
        tryWritingAt.ifPresent(times::add);
        if (stage == Stage.RUNNING) {
            if (volumesStale) {
                times.add(tryVolumesAt);
            }
            volumes.nextRenewal().ifPresent(times::add);
            if (prepared) {
                containers.open().forEach(container -> container.nextStep().ifPresent(times::add));
            }
        }
        return times.stream().min(Instant::compareTo);
    }

    private void step() throws IOException {
        var now = services.clock().instant();
        if (stage == Stage.RUNNING) {
            if (removed || abandoned || isDeleted()) {
                stop(now);
            } else {
                writeVolumes(now);
                runContainers(now);
            }
        } else if (stage == Stage.STOPPING && isDeleted()) {
            shortenGrace();
        }
        if (stage == Stage.ENDED && abandoned) {
            leave();
            return;
        }
        writeStatus(now);
        if (stage == Stage.ENDED && (removed || isDeleted()) && tryWritingAt.isEmpty()) {
            finish(now);
        }
    }

    private boolean isDeleted() {
        return pod.getMetadata().getDeletionTimestamp() != null;
    }

    private void writeVolumes(Instant now) {
        var renewal = volumes.nextRenewal().filter(when -> !now.isBefore(when)).isPresent();
        if (!(volumesStale || renewal) || now.isBefore(tryVolumesAt)) {
            return;
        }
        try {
            volumes.write(pod);
            volumesStale = false;
            prepared = true;
            tryVolumesAt = Instant.EPOCH;
        } catch (ContainerConfigException | KubernetesClientException e) {
            tryVolumesAt = now.plus(TRY_AGAIN);
            if (!prepared) {
                services.events().warn(pod, "FailedMount", String.valueOf(e.getMessage()));
                containers.hold("ContainerCreating", String.valueOf(e.getMessage()));
            }
        }
    }

    private void runContainers(Instant now) {
        if (!prepared) {
            return;
        }
        var surroundings = surroundings();
        containers.open().forEach(container -> container.step(surroundings, now));
        if (containers.areOver()) {
            stop(now);
        }
    }

    private Surroundings surroundings() {
        return new Surroundings(pod, address, environments, volumes);
    }

    private void stop(Instant now) {
        stage = Stage.STOPPING;
        var grace = Optional.ofNullable(pod.getMetadata().getDeletionGracePeriodSeconds())
                .or(() -> Optional.ofNullable(pod.getSpec().getTerminationGracePeriodSeconds()))
                .orElse(DEFAULT_GRACE_SECONDS);
        var deadline = now.plusSeconds(grace);
        if (deadline.isBefore(stopDeadline)) {
            stopDeadline = deadline;
        }
        var surroundings = surroundings();
        var first = containers.stops(surroundings, Kind.INIT, Kind.MAIN);
        var sidecars = containers.stops(surroundings, Kind.SIDECAR).reversed();
        if (!first.isEmpty() || !sidecars.isEmpty()) {
            services.events().normal(pod, "Killing", "Stopping the containers of the pod");
        }
        Thread.ofVirtual().name("stop-" + pod.getMetadata().getName()).start(() -> {
            var threads = first.stream()
                    .map(container -> Thread.startVirtualThread(() -> container.within(this::graceLeft)))
                    .toList();
            threads.forEach(PodWorker::join);
            for (var sidecar : sidecars) {
                var least = services.clock().instant().plus(LEAST_GRACE);
                sidecar.within(() ->
                        longer(graceLeft(), Duration.between(services.clock().instant(), least)));
            }
            mailbox.add(() -> stage = Stage.ENDED);
        });
    }

    private Duration graceLeft() {
        return Duration.between(services.clock().instant(), stopDeadline);
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    /** A second deletion may be less patient than the first. */
    private void shortenGrace() {
        var end = Instant.parse(pod.getMetadata().getDeletionTimestamp());
        if (end.isBefore(stopDeadline)) {
            stopDeadline = end;
        }
    }

    private PodView view() {
        return new PodView(
                startedAt,
                prepared ? Optional.of(address) : Optional.empty(),
                Kubelet.HOST_ADDRESS,
                prepared,
                stage == Stage.ENDED,
                containers.views());
    }

    private void writeStatus(Instant now) {
        if (removed || abandoned || PodStatuses.isOver(pod)) {
            tryWritingAt = Optional.empty();
            return;
        }
        var view = view();
        var generation = Optional.ofNullable(pod.getMetadata().getGeneration()).orElse(0L);
        // Whoever opens a readiness gate writes to the pod's status, and Ready follows.
        var same = written.filter(view::equals).isPresent()
                && writtenFor == generation
                && pod.getSpec().getReadinessGates().isEmpty();
        if (same) {
            tryWritingAt = Optional.empty();
            return;
        }
        try {
            services.api().writeStatus(pod, present -> statuses.of(present, view));
            written = Optional.of(view);
            writtenFor = generation;
            tryWritingAt = Optional.empty();
        } catch (KubernetesClientException e) {
            tryWritingAt = Optional.of(now.plus(TRY_AGAIN));
        }
    }

    /** The last step of a pod that was deleted. */
    private void finish(Instant now) throws IOException {
        try {
            // Before the deletion, because the next pod of its name comes with it.
            services.network().release(pod.getMetadata().getUid());
            FileTree.delete(services.folder(pod));
            if (!removed) {
                services.api().delete(pod);
            }
            stage = Stage.GONE;
        } catch (KubernetesClientException e) {
            tryWritingAt = Optional.of(now.plus(TRY_AGAIN));
        }
    }

    private void leave() {
        services.network().release(pod.getMetadata().getUid());
        stage = Stage.GONE;
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
