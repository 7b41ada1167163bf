package dev.connectors.whatsapp.local.kubelet;

import dev.connectors.whatsapp.local.FileTree;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** One node: watches the pods that are bound to it, and has a {@link PodWorker} for each. */
public final class Kubelet implements AutoCloseable {
    /** The address of every node. */
    static final String HOST_ADDRESS = "127.0.0.1";

    /** How long the pods may take to stop when the kubelet stops, whatever they have asked for. */
    private static final Duration MOST_GRACE = Duration.ofSeconds(15);

    private final KubernetesClient client;
    private final ProcessLedger ledger;
    private final PodEvents events;
    private final LogServer logServer;
    private final NodeRegistration registration;
    private final PodServices services;
    private final SharedIndexInformer<ConfigMap> configMaps;
    private final SharedIndexInformer<Secret> secrets;
    private final SharedIndexInformer<Pod> pods;
    private final Map<String, PodWorker> workers = new ConcurrentHashMap<>();
    private volatile boolean closing;

    private Kubelet(KubernetesClient client, KubeletSettings settings, PodNetwork network) {
        var clock = Clock.systemUTC();
        var folder = settings.folder();
        this.client = client;
        this.ledger = ProcessLedger.open(folder.resolve("running").resolve(settings.node()));
        this.events = new PodEvents(client, settings.node(), clock);
        // No server side filter fits "what the pods of this node mention", and the clusters are small.
        this.configMaps = client.configMaps().inAnyNamespace().inform(new Refresh<>());
        this.secrets = client.secrets().inAnyNamespace().inform(new Refresh<>());
        this.services = new PodServices(
                settings.commands(),
                new ContainerLaunches(System.getenv(), settings.apiServer()),
                settings.backoff(),
                ledger,
                network,
                new PodApi(client, configMaps, secrets),
                events,
                FileTree.create(folder.resolve("pods")),
                FileTree.create(folder.resolve("logs")),
                NodeRegistration.ALLOCATABLE,
                clock);
        this.logServer =
                LogServer.start(services.logs(), settings.nodeStore(), settings.storePassword(), this::mayStillWrite);
        this.registration = new NodeRegistration(client, settings, logServer.port(), clock);
        this.pods = client.pods()
                .inAnyNamespace()
                .withField("spec.nodeName", settings.node())
                .runnableInformer(0)
                .addEventHandler(new PodHandler());
    }

    /**
     * Kills what a crashed kubelet has left on this folder, registers the node and runs its pods.
     *
     * @param client has to be allowed to do what a node does, and to read all ConfigMaps and Secrets; not closed here
     * @param network is shared by the nodes of a cluster
     */
    public static Kubelet start(KubernetesClient client, KubeletSettings settings, PodNetwork network) {
        var kubelet = new Kubelet(client, settings, network);
        try {
            kubelet.begin();
            return kubelet;
        } catch (RuntimeException e) {
            kubelet.close();
            throw e;
        }
    }

    /** The number of pods that are known and not gone. */
    public int podCount() {
        return workers.size();
    }

    /**
     * Stops all processes: SIGTERM, at most 15 s of grace, SIGKILL. The pods stay as they are in the API server and go
     * on with the next kubelet.
     */
    @Override
    public void close() {
        closing = true;
        pods.stop();
        registration.close();
        var ends = workers.values().stream()
                .map(worker -> worker.abandon(MOST_GRACE))
                .toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(ends).exceptionally(failed -> null).join();
        configMaps.stop();
        secrets.stop();
        events.close();
        logServer.close();
        ledger.close();
    }

    private void begin() {
        deleteFoldersOfGonePods();
        registration.start();
        pods.run();
    }

    private boolean mayStillWrite(LogServer.Container container) {
        var pod = client.pods()
                .inNamespace(container.namespace())
                .withName(container.pod())
                .get();
        return !closing
                && pod != null
                && !PodStatuses.isOver(pod)
                && workers.containsKey(pod.getMetadata().getUid());
    }

    private void deleteFoldersOfGonePods() {
        Set<String> known = new HashSet<>();
        client.pods()
                .inAnyNamespace()
                .list()
                .getItems()
                .forEach(pod ->
                        known.add(PodServices.folderName(pod.getMetadata().getUid())));
        try {
            List<Path> present;
            try (var folders = Files.list(services.pods())) {
                present = folders.toList();
            }
            for (var folder : present) {
                if (!known.contains(folder.getFileName().toString())) {
                    FileTree.delete(folder);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The folders of old pods cannot be deleted", e);
        }
    }

    /** One at a time: the informer's thread and the ends of workers. */
    private synchronized void present(Pod pod) {
        var uid = pod.getMetadata().getUid();
        var worker = workers.get(uid);
        if (worker != null) {
            worker.update(pod);
        } else if (!closing) {
            begin(pod);
        }
    }

    private void begin(Pod pod) {
        var uid = pod.getMetadata().getUid();
        clearLogsOfNamesake(pod);
        var worker = new PodWorker(pod, services);
        workers.put(uid, worker);
        worker.start(() -> workers.remove(uid));
    }

    /** A pod that is new has the logs of its name for itself. */
    private void clearLogsOfNamesake(Pod pod) {
        var isNew = pod.getStatus() == null || pod.getStatus().getStartTime() == null;
        if (isNew) {
            try {
                FileTree.delete(services.logs()
                        .resolve(pod.getMetadata().getNamespace())
                        .resolve(pod.getMetadata().getName()));
            } catch (IOException e) {
                throw new UncheckedIOException("Old logs cannot be deleted", e);
            }
        }
    }

    private void gone(Pod pod) {
        var worker = workers.get(pod.getMetadata().getUid());
        if (worker != null) {
            worker.remove();
        }
    }

    private final class PodHandler implements ResourceEventHandler<Pod> {
        @Override
        public void onAdd(Pod pod) {
            present(pod);
        }

        @Override
        public void onUpdate(Pod before, Pod after) {
            // A watch that was interrupted may show a new pod of the same name as a change.
            if (!before.getMetadata().getUid().equals(after.getMetadata().getUid())) {
                gone(before);
            }
            present(after);
        }

        @Override
        public void onDelete(Pod pod, boolean lastStateUnknown) {
            gone(pod);
        }
    }

    /** Tells the pods of a namespace that something they may have mounted is not what it was. */
    private final class Refresh<T extends HasMetadata> implements ResourceEventHandler<T> {
        @Override
        public void onAdd(T added) {
            refresh(added.getMetadata().getNamespace());
        }

        @Override
        public void onUpdate(T before, T after) {
            if (!before.getMetadata()
                    .getResourceVersion()
                    .equals(after.getMetadata().getResourceVersion())) {
                refresh(after.getMetadata().getNamespace());
            }
        }

        @Override
        public void onDelete(T deleted, boolean lastStateUnknown) {
            // What is mounted stays as it is, as with the real kubelet.
        }

        private void refresh(String namespace) {
            workers.values().stream()
                    .filter(worker -> worker.namespace().equals(namespace))
                    .forEach(PodWorker::refreshVolumes);
        }
    }
}
