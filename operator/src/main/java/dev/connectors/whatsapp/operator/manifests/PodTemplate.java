package dev.connectors.whatsapp.operator.manifests;

import dev.connectors.whatsapp.operator.api.ConnectorPool;
import dev.connectors.whatsapp.operator.api.Container;
import dev.connectors.whatsapp.operator.api.SecretName;
import dev.connectors.whatsapp.operator.assignment.ShardId;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import java.util.Map;
import java.util.TreeMap;

/** The pod of a shard: a connector, and the bridge beside it as a native sidecar, which starts first and stops last. */
final class PodTemplate {
    static final String CONNECTOR = "connector";
    static final String BRIDGE = "bridge";
    static final String HTTP = "http";
    static final int HTTP_PORT = 8080;

    /** A7: what is being sent is finished or released, and 30 sessions are flushed, in well under this time. */
    private static final long TERMINATION_GRACE_SECONDS = 45;

    /**
     * Any user but root, the same for both containers: the bridge's socket is for its own user alone. It is the one that
     * distroless images call nonroot.
     */
    private static final long USER = 65532;

    private static final ResourceRequirements CONNECTOR_RESOURCES = resources("512Mi");
    private static final ResourceRequirements BRIDGE_RESOURCES = resources("768Mi");

    private final ConnectorPool pool;
    private final ShardId shard;
    private final Images images;

    PodTemplate(ConnectorPool pool, ShardId shard, Images images) {
        this.pool = pool;
        this.shard = shard;
        this.images = images.of(pool);
    }

    PodTemplateSpec build(String tokenSecretName) {
        var settings = pool.getSpec().pod();
        var labels = new TreeMap<>(settings.labels());
        labels.putAll(Labels.ofShard(shard));
        var annotations = new TreeMap<>(settings.annotations());
        annotations.put("kubectl.kubernetes.io/default-container", CONNECTOR);
        return new PodTemplateSpecBuilder()
                .withNewMetadata()
                .withLabels(labels)
                .withAnnotations(annotations)
                .endMetadata()
                .withSpec(spec(tokenSecretName))
                .build();
    }

    private PodSpec spec(String tokenSecretName) {
        var settings = pool.getSpec().pod();
        return new PodSpecBuilder()
                .withServiceAccountName(settings.serviceAccountName())
                .withAutomountServiceAccountToken(false)
                .withEnableServiceLinks(false)
                .withTerminationGracePeriodSeconds(TERMINATION_GRACE_SECONDS)
                .withImagePullSecrets(pool.getSpec().imagePullSecrets().stream()
                        .map(SecretName::name)
                        .map(LocalObjectReference::new)
                        .toList())
                .withInitContainers(bridge().build())
                .withContainers(connector().build())
                .withVolumes(Volumes.of(pool, shard, tokenSecretName))
                .withNodeSelector(settings.nodeSelector().isEmpty() ? null : new TreeMap<>(settings.nodeSelector()))
                .withTolerations(settings.tolerations())
                .withAffinity(settings.affinity())
                .withPriorityClassName(settings.priorityClassName())
                .withNewSecurityContext()
                .withRunAsNonRoot(true)
                .withRunAsUser(USER)
                .withRunAsGroup(USER)
                .withFsGroup(USER)
                .withFsGroupChangePolicy("OnRootMismatch")
                .withNewSeccompProfile(null, "RuntimeDefault")
                .endSecurityContext()
                .withRestartPolicy("Always")
                .withDnsPolicy("ClusterFirst")
                .withSchedulerName("default-scheduler")
                .build();
    }

    private ContainerBuilder connector() {
        return container(CONNECTOR, images.connector(), pool.getSpec().connector(), CONNECTOR_RESOURCES)
                .withEnv(Environment.ofConnector(pool, shard))
                .addNewPort()
                .withName(HTTP)
                .withContainerPort(HTTP_PORT)
                .withProtocol("TCP")
                .endPort()
                .withVolumeMounts(Volumes.ofConnector(pool))
                .withStartupProbe(Probes.connectorStarted())
                .withLivenessProbe(Probes.connectorLives())
                .withReadinessProbe(Probes.connectorReady());
    }

    private ContainerBuilder bridge() {
        return container(BRIDGE, images.bridge(), pool.getSpec().bridge(), BRIDGE_RESOURCES)
                .withEnv(Environment.ofBridge(pool))
                .withRestartPolicy("Always")
                .withVolumeMounts(Volumes.ofBridge())
                .withStartupProbe(Probes.bridgeStarted())
                .withLivenessProbe(Probes.bridgeLives());
    }

    private ContainerBuilder container(
            String name, String image, Container settings, ResourceRequirements usualResources) {
        var resources = settings.resources() == null ? usualResources : settings.resources();
        return new ContainerBuilder()
                .withName(name)
                .withImage(image)
                .withImagePullPolicy(pool.getSpec().imagePullPolicy().word())
                .withResources(Quantities.canonical(resources))
                .withNewSecurityContext()
                .withAllowPrivilegeEscalation(false)
                .withReadOnlyRootFilesystem(true)
                .withNewCapabilities()
                .withDrop("ALL")
                .endCapabilities()
                .endSecurityContext()
                .withTerminationMessagePath("/dev/termination-log")
                // The last lines of the log say more about a crash than an empty file.
                .withTerminationMessagePolicy("FallbackToLogsOnError");
    }

    private static ResourceRequirements resources(String mostMemory) {
        return new ResourceRequirementsBuilder()
                .withRequests(Map.of("cpu", new Quantity("100m"), "memory", new Quantity("256Mi")))
                .withLimits(Map.of("memory", new Quantity(mostMemory)))
                .build();
    }
}
