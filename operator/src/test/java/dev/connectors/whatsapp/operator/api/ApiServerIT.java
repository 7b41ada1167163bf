package dev.connectors.whatsapp.operator.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.connectors.whatsapp.local.cluster.LocalCluster;
import dev.connectors.whatsapp.local.cluster.LocalClusterExtension;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

/**
 * A real API server takes what is right, refuses what is wrong in words that a user understands, and sees nothing to change
 * when our objects are applied again.
 */
@Tag("P1")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(LocalClusterExtension.class)
class ApiServerIT {
    private static final Path GOLDEN =
            Path.of(System.getProperty("basedir", "."), "src", "test", "resources", "manifests");

    private static final PatchContext APPLY = new PatchContext.Builder()
            .withPatchType(PatchType.SERVER_SIDE_APPLY)
            .withFieldManager("api-server-it")
            .withForce(true)
            .build();

    private final KubernetesClient client;
    private String namespace = "";

    ApiServerIT(LocalCluster cluster) {
        this.client = cluster.client();
    }

    @BeforeAll
    void installDefinitions() throws IOException {
        for (var yaml : CrdFiles.generated().values()) {
            var crd = Serialization.unmarshal(yaml, CustomResourceDefinition.class);
            client.resource(crd).patch(APPLY);
            client.resource(crd)
                    .waitUntilCondition(
                            found -> found != null
                                    && found.getStatus() != null
                                    && found.getStatus().getConditions() != null
                                    && found.getStatus().getConditions().stream()
                                            .anyMatch(condition -> condition
                                                            .getType()
                                                            .equals("Established")
                                                    && condition.getStatus().equals("True")),
                            20,
                            TimeUnit.SECONDS);
        }
        namespace = client.namespaces()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withGenerateName("api-server-it-")
                        .endMetadata()
                        .build())
                .create()
                .getMetadata()
                .getName();
    }

    @AfterAll
    void leaveNothingBehind() {
        client.namespaces().withName(namespace).delete();
    }

    /** The owners of the golden objects have names that samples have too. */
    @AfterEach
    void deletePools() {
        client.genericKubernetesResources("whatsapp.connectors.dev/v1alpha1", "ConnectorPool")
                .inNamespace(namespace)
                .delete();
    }

    static Stream<Path> valid() {
        return Samples.valid().stream();
    }

    @ParameterizedTest
    @MethodSource("valid")
    void aValidSampleIsTaken(Path file) {
        var created = client.resource(resource(Samples.read(file))).create();

        assertThat(created.getMetadata().getGeneration()).isEqualTo(1);
        client.resource(created).delete();
    }

    static Stream<Samples.Invalid> invalid() {
        return Samples.invalid().stream();
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void anInvalidOneIsRefusedInWordsThatHelp(Samples.Invalid invalid) {
        var before =
                invalid.before().map(json -> client.resource(resource(json)).create());

        var refusal = catchThrowableOfType(KubernetesClientException.class, () -> write(before, invalid.resource()));
        before.ifPresent(resource -> client.resource(resource).delete());

        assertThat(refusal).describedAs("the API server refuses it").isNotNull();
        assertThat(refusal.getCode()).isEqualTo(422);
        assertThat(refusal.getMessage()).contains(invalid.message());
    }

    private void write(Optional<GenericKubernetesResource> before, JsonNode json) {
        var resource = resource(json);
        before.ifPresentOrElse(
                present -> {
                    resource.getMetadata()
                            .setResourceVersion(present.getMetadata().getResourceVersion());
                    client.resource(resource).update();
                },
                () -> client.resource(resource).create());
    }

    @Test
    void theDefaultsAreInTheResourceAfterwards() {
        var json = Samples.read(Samples.valid().stream()
                .filter(file -> file.endsWith("valid-account-minimal.yaml"))
                .findFirst()
                .orElseThrow());

        var created = client.resource(resource(json)).create();
        client.resource(created).delete();

        assertThat(created.<Object>get("spec"))
                .isEqualTo(Map.of(
                        "phoneNumber", "+40712345678",
                        "poolRef", "default",
                        "state", "Connected",
                        "pairing", "QRCode",
                        "deletionPolicy", "Retain",
                        "rateLimit", Map.of("messagesPerMinute", 60)));
    }

    static Stream<Path> golden() throws IOException {
        try (var files = Files.list(GOLDEN)) {
            return files.filter(file -> file.getFileName().toString().startsWith("out-")).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("golden")
    void appliedAgainOurObjectsChangeNothing(Path file) throws IOException {
        var objects = Stream.of(Files.readString(file).split("---\n", -1))
                .filter(text -> !text.isBlank())
                .map(text -> Serialization.unmarshal(text, GenericKubernetesResource.class))
                .toList();
        giveTheirOwner(objects);

        apply(objects);

        // Kubernetes' own controllers write to them too, for a moment. An object that we changed would never come to
        // rest.
        await("nothing changes when they are applied again")
                .atMost(30, TimeUnit.SECONDS)
                .untilAsserted(() ->
                        assertThat(apply(objects)).isEqualTo(apply(objects)).hasSameSizeAs(objects));
        objects.forEach(object -> client.resource(object).delete());
    }

    /** Kubernetes deletes what belongs to a pool that is not there, as soon as it has heard of pools. */
    private void giveTheirOwner(List<GenericKubernetesResource> objects) {
        objects.stream()
                .flatMap(object -> object.getMetadata().getOwnerReferences().stream())
                .forEach(owner -> owner.setUid(uidOfPool(owner.getName())));
    }

    private String uidOfPool(String name) {
        var pool = Serialization.unmarshal("""
                apiVersion: whatsapp.connectors.dev/v1alpha1
                kind: ConnectorPool
                metadata: {name: %s, namespace: %s}
                spec: {firebase: {projectId: demo-project}}
                """.formatted(name, namespace), GenericKubernetesResource.class);
        return client.resource(pool).patch(APPLY).getMetadata().getUid();
    }

    /** Name of each object → its resourceVersion. */
    private Map<String, String> apply(List<GenericKubernetesResource> objects) {
        var versions = new TreeMap<String, String>();
        for (var object : objects) {
            object.getMetadata().setNamespace(namespace);
            var applied = client.resource(object).patch(APPLY);
            versions.put(
                    object.getKind() + "/" + object.getMetadata().getName(),
                    applied.getMetadata().getResourceVersion());
        }
        return versions;
    }

    private GenericKubernetesResource resource(JsonNode json) {
        var resource = Serialization.unmarshal(json.toString(), GenericKubernetesResource.class);
        resource.getMetadata().setNamespace(namespace);
        return resource;
    }
}
