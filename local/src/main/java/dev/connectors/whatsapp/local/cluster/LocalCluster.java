package dev.connectors.whatsapp.local.cluster;

import dev.connectors.whatsapp.local.kubelet.Kubelet;
import dev.connectors.whatsapp.local.kubelet.KubeletSettings;
import dev.connectors.whatsapp.local.kubelet.LocalStorage;
import dev.connectors.whatsapp.local.kubelet.NoPodAddressesException;
import dev.connectors.whatsapp.local.kubelet.PodNetwork;
import dev.connectors.whatsapp.local.process.StopAtExit;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * A running Kubernetes: control plane, nodes and storage. Stopped in order, also when the JVM is told to stop; killed
 * when the JVM is killed. Started again on the same folder, it has everything it had, and its pods start again.
 */
public final class LocalCluster implements AutoCloseable {
    /** The Kubernetes that it is, such as 1.36.3. */
    public static final String VERSION = Versions.KUBERNETES;

    private final Path folder;
    private final KubernetesBinaries binaries;
    private final ClusterOptions options;
    private final List<Kubelet> kubelets = new ArrayList<>();

    /** What has been started, the last one first. */
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();

    private final Runnable stopAtExit = this::stop;
    private final ControlPlane controlPlane;
    private final KubernetesClient client;

    private LocalCluster(Path folder, KubernetesBinaries binaries, ClusterOptions options) {
        this.folder = folder;
        this.binaries = binaries;
        this.options = options;
        StopAtExit.add(stopAtExit);
        try {
            this.controlPlane = begun(ControlPlane.start(binaries, folder, options.auditLog()));
            this.client = begun(controlPlane.client(ClusterUser.ADMIN));
            startNodes();
            Folders.writePrivate(kubeconfig(), controlPlane.kubeconfig(ClusterUser.ADMIN));
        } catch (RuntimeException | IOException e) {
            close();
            throw e instanceof RuntimeException failure
                    ? failure
                    : new ClusterException("The cluster cannot be started in " + folder, e);
        }
    }

    /**
     * Starts a cluster; takes about ten seconds, and minutes the very first time, when the binaries have to be had.
     *
     * @param folder for all its state; a short path, since sockets in volumes have 107 bytes of path at most
     * @throws NoPodAddressesException when this machine has no addresses for pods; the message tells what to do
     * @throws BinariesUnavailableException when there are no binaries; the message tells what to do
     * @throws ClusterException when a part of it does not start; nothing is left running then
     */
    public static LocalCluster start(Path folder, ClusterOptions options) {
        // Before minutes are spent on binaries that could not be used.
        PodNetwork.requireAddresses();
        var binaries = KubernetesBinaries.provide(options.progress());
        return new LocalCluster(folder.toAbsolutePath().normalize(), binaries, options);
    }

    /** A client with all rights, which ends with the cluster. */
    public KubernetesClient client() {
        return client;
    }

    /** A file for kubectl with all rights, which only this user can read. */
    public Path kubeconfig() {
        return folder.resolve("kubeconfig");
    }

    /** The kubectl of this version. */
    public Kubectl kubectl() {
        return new Kubectl(binaries.path(Component.KUBECTL), kubeconfig(), folder.resolve("kubectl-cache"));
    }

    public URI apiServer() {
        return controlPlane.uri();
    }

    /** Its state. Logs of servers are in {@code logs}, those of containers in {@code node/logs}. */
    public Path folder() {
        return folder;
    }

    public ClusterOptions options() {
        return options;
    }

    /** The processes of the control plane. */
    public List<ProcessHandle> processes() {
        return controlPlane.processes();
    }

    /** Stops the pods, then the control plane. Does nothing when it has been stopped. */
    @Override
    public void close() {
        stop();
        StopAtExit.remove(stopAtExit);
    }

    private void startNodes() {
        var nodeClient = begun(controlPlane.client(ClusterUser.NODES));
        var network = begun(PodNetwork.open(folder.resolve("addresses")));
        begun(LocalStorage.start(nodeClient, folder.resolve("volumes")));
        for (var node : options.nodes()) {
            kubelets.add(begun(Kubelet.start(nodeClient, settings(node), network)));
        }
    }

    private KubeletSettings settings(String node) {
        return new KubeletSettings(
                node,
                "v" + Versions.KUBERNETES,
                folder.resolve("node"),
                controlPlane.uri(),
                controlPlane.credentials().nodeStore(),
                Credentials.STORE_PASSWORD,
                options.commands(),
                options.backoff());
    }

    private <T extends AutoCloseable> T begun(T part) {
        parts.push(part);
        return part;
    }

    private synchronized void stop() {
        Exception first = null;
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                first = first == null ? e : first;
            }
        }
        if (first != null) {
            throw new ClusterException("The cluster did not stop in order: " + first, first);
        }
    }
}
