package dev.connectors.whatsapp.local.fleet;

import dev.connectors.whatsapp.local.cluster.LocalCluster;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.readiness.Readiness;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A release of the chart in a namespace of its own.
 *
 * @param cluster in which it is
 * @param namespace of the release
 */
public record Installation(LocalCluster cluster, String namespace) {
    /** Name of the release, and so of the operator's Deployment and ServiceAccount. */
    public static final String RELEASE = "whatsapp-operator";

    /** Before the number of a process in the id of a container. */
    private static final String PROCESS = "process://";

    private static final String CONNECTOR_PORT = "8080";
    private static final Duration DEFINITIONS_DEADLINE = Duration.ofSeconds(30);

    private static final PatchContext APPLY = new PatchContext.Builder()
            .withPatchType(PatchType.SERVER_SIDE_APPLY)
            .withFieldManager("helm")
            .withForce(true)
            .build();

    /**
     * Installs the chart, or upgrades what is installed, and does not wait for its pods.
     *
     * @param namespace is made when it is missing
     * @param values of the chart
     */
    public static Installation install(LocalCluster cluster, HelmChart chart, String namespace, Map<String, ?> values) {
        var rendered = chart.render(RELEASE, namespace, values);
        var installation = new Installation(cluster, namespace);
        chart.definitions().forEach(file -> installation.define(read(file)));
        installation.applyNamespace();
        installation.client().load(stream(rendered)).items().forEach(installation::apply);
        return installation;
    }

    /** Waits until the operator says that it is ready. */
    public void awaitOperator(Duration atMost) {
        client().apps()
                .deployments()
                .inNamespace(namespace)
                .withName(RELEASE)
                .waitUntilCondition(
                        deployment -> deployment != null && Readiness.isDeploymentReady(deployment),
                        atMost.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    /** The connector pods of a pool, in the order of their names. */
    public List<Pod> connectors(String pool) {
        return client()
                .pods()
                .inNamespace(namespace)
                .withLabel("app.kubernetes.io/name", "whatsapp-connector")
                .withLabel("whatsapp.connectors.dev/pool", pool)
                .list()
                .getItems()
                .stream()
                .sorted(Comparator.comparing(pod -> pod.getMetadata().getName()))
                .toList();
    }

    /** Where the Service in front of a pool would lead to: the HTTP address of one of its ready connectors. */
    public Optional<URI> api(String pool) {
        return connectors(pool).stream()
                .filter(Readiness::isPodReady)
                .findFirst()
                .map(Installation::address);
    }

    /** The HTTP address of a connector's pod. */
    public static URI address(Pod connector) {
        return URI.create("http://" + connector.getStatus().getPodIP() + ":" + CONNECTOR_PORT);
    }

    /** The operator's pod; empty between two of them. */
    public Optional<Pod> operator() {
        return client()
                .pods()
                .inNamespace(namespace)
                .withLabel("app.kubernetes.io/name", "whatsapp-operator")
                .withLabel("app.kubernetes.io/instance", RELEASE)
                .list()
                .getItems()
                .stream()
                .findFirst();
    }

    /** How a pod's container is, a sidecar's too. */
    public static ContainerStatus container(Pod pod, String name) {
        return Stream.concat(
                        pod.getStatus().getContainerStatuses().stream(),
                        pod.getStatus().getInitContainerStatuses().stream())
                .filter(status -> status.getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException(
                        pod.getMetadata().getName() + " has no status of the container " + name + " yet"));
    }

    /**
     * The process that a container runs in, for those who want to kill it.
     *
     * @throws NoSuchElementException when it runs in none at the moment
     */
    public static ProcessHandle process(Pod pod, String container) {
        return Optional.ofNullable(container(pod, container).getContainerID())
                .map(id -> Long.valueOf(id.substring(PROCESS.length())))
                .flatMap(ProcessHandle::of)
                .orElseThrow(() -> new NoSuchElementException("The container " + container + " of "
                        + pod.getMetadata().getName() + " does not run"));
    }

    private KubernetesClient client() {
        return cluster.client();
    }

    private void define(String yaml) {
        var definition = Serialization.unmarshal(yaml, CustomResourceDefinition.class);
        client().resource(definition).patch(APPLY);
        client().resource(definition)
                .waitUntilCondition(
                        Installation::isEstablished, DEFINITIONS_DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static boolean isEstablished(CustomResourceDefinition definition) {
        return definition.getStatus() != null
                && definition.getStatus().getConditions() != null
                && definition.getStatus().getConditions().stream()
                        .anyMatch(condition -> condition.getType().equals("Established")
                                && condition.getStatus().equals("True"));
    }

    private void applyNamespace() {
        client().resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace)
                        .endMetadata()
                        .build())
                .patch(APPLY);
    }

    private void apply(HasMetadata object) {
        client().resource(object).inNamespace(namespace).patch(APPLY);
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String read(java.nio.file.Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
    }
}
