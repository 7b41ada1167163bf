package dev.connectors.whatsapp.local.kubelet;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.NodeCondition;
import io.fabric8.kubernetes.api.model.NodeConditionBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The node in the API server: there, ready, and alive by its lease. */
final class NodeRegistration implements AutoCloseable {
    /** Nothing is measured or held back, so there is enough for whatever a chart asks for. */
    static final Map<String, Quantity> ALLOCATABLE = Map.of(
            "cpu", new Quantity("64"),
            "memory", new Quantity("256Gi"),
            "ephemeral-storage", new Quantity("1Ti"),
            "pods", new Quantity("500"));

    private static final System.Logger LOG = System.getLogger(NodeRegistration.class.getName());
    private static final Duration RENEW_EVERY = Duration.ofSeconds(10);

    /** Every five minutes. */
    private static final int STATUS_EVERY = 30;

    private static final int LEASE_SECONDS = 40;
    private static final String LEASES = "kube-node-lease";

    private final KubernetesClient client;
    private final KubeletSettings settings;
    private final int logPort;
    private final Clock clock;
    private final Thread heart = Thread.ofVirtual().name("kubelet-heart").unstarted(this::beat);

    NodeRegistration(KubernetesClient client, KubeletSettings settings, int logPort, Clock clock) {
        this.client = client;
        this.settings = settings;
        this.logPort = logPort;
        this.clock = clock;
    }

    /** Registers the node and keeps it alive. */
    void start() {
        var node = node();
        client.nodes().resource(node).createOr(existing -> existing.patch());
        writeStatus();
        renewLease();
        heart.start();
    }

    @Override
    public void close() {
        heart.interrupt();
    }

    private void beat() {
        var beats = 0L;
        while (true) {
            try {
                Thread.sleep(RENEW_EVERY);
                renewLease();
                if (++beats % STATUS_EVERY == 0) {
                    writeStatus();
                }
            } catch (KubernetesClientException e) {
                // The next beat comes; Kubernetes forgives three missed ones.
                LOG.log(Level.WARNING, "The node could not report: {0}", e.getMessage());
            } catch (InterruptedException closed) {
                return;
            }
        }
    }

    private Node node() {
        return new NodeBuilder()
                .withNewMetadata()
                .withName(settings.node())
                .addToLabels("kubernetes.io/hostname", settings.node())
                .addToLabels("kubernetes.io/os", "linux")
                .addToLabels("kubernetes.io/arch", architecture())
                .addToLabels("topology.kubernetes.io/region", "local")
                .addToLabels("topology.kubernetes.io/zone", settings.node())
                .endMetadata()
                .build();
    }

    private void writeStatus() {
        var node = client.nodes().withName(settings.node()).get();
        if (node == null) {
            throw new KubernetesClientException("the node %s was deleted".formatted(settings.node()));
        }
        var before = node.getStatus() == null
                ? List.<NodeCondition>of()
                : node.getStatus().getConditions();
        var status = new NodeBuilder(node)
                .withNewStatus()
                .withCapacity(ALLOCATABLE)
                .withAllocatable(ALLOCATABLE)
                .addNewAddress(Kubelet.HOST_ADDRESS, "InternalIP")
                .addNewAddress(settings.node(), "Hostname")
                .withNewDaemonEndpoints()
                .withNewKubeletEndpoint(logPort)
                .endDaemonEndpoints()
                .withNewNodeInfo()
                .withArchitecture(architecture())
                .withBootID("")
                .withMachineID("")
                .withSystemUUID("")
                .withContainerRuntimeVersion("process://" + Runtime.version().feature())
                .withKernelVersion(System.getProperty("os.version"))
                .withOsImage(System.getProperty("os.name"))
                .withOperatingSystem("linux")
                .withKubeletVersion(settings.version())
                .withKubeProxyVersion("")
                .endNodeInfo()
                .withConditions(
                        condition(before, "Ready", "True", "KubeletReady", "runs pods as processes"),
                        condition(before, "MemoryPressure", "False", "NotMeasured", ""),
                        condition(before, "DiskPressure", "False", "NotMeasured", ""),
                        condition(before, "PIDPressure", "False", "NotMeasured", ""))
                .endStatus()
                .build();
        // Not conditional: the node belongs to the controllers as well, and only we write what is written here.
        status.getMetadata().setResourceVersion(null);
        client.nodes().resource(status).patchStatus();
    }

    private NodeCondition condition(
            List<NodeCondition> before, String type, String status, String reason, String message) {
        var now = PodStatuses.time(clock.instant());
        var since = before.stream()
                .filter(other ->
                        other.getType().equals(type) && other.getStatus().equals(status))
                .map(NodeCondition::getLastTransitionTime)
                .findFirst()
                .orElse(now);
        return new NodeConditionBuilder()
                .withType(type)
                .withStatus(status)
                .withReason(reason)
                .withMessage(message)
                .withLastHeartbeatTime(now)
                .withLastTransitionTime(since)
                .build();
    }

    private void renewLease() {
        var leases = client.leases().inNamespace(LEASES);
        var now = Instant.now(clock).truncatedTo(ChronoUnit.MICROS).atZone(ZoneOffset.UTC);
        var present = Optional.ofNullable(leases.withName(settings.node()).get());
        if (present.isPresent()) {
            var lease = present.get();
            lease.getSpec().setRenewTime(now);
            leases.resource(lease).update();
        } else {
            leases.resource(new LeaseBuilder()
                            .withNewMetadata()
                            .withName(settings.node())
                            .withNamespace(LEASES)
                            .endMetadata()
                            .withNewSpec()
                            .withHolderIdentity(settings.node())
                            .withLeaseDurationSeconds(LEASE_SECONDS)
                            .withRenewTime(now)
                            .endSpec()
                            .build())
                    .create();
        }
    }

    private static String architecture() {
        return System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
    }
}
