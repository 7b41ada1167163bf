package dev.connectors.whatsapp.operator.pool;

import dev.connectors.whatsapp.local.cluster.LocalCluster;
import dev.connectors.whatsapp.local.cluster.LocalClusterExtension;
import dev.connectors.whatsapp.operator.pool.Cluster.ConflictException;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What the fence supposes of an API server, asked of a real one. */
@Tag("P1")
@ExtendWith(LocalClusterExtension.class)
class KubernetesClusterIT {
    private static final String LIST = "whatsapp-default-0";

    private final KubernetesClient client;
    private String namespace = "";

    KubernetesClusterIT(LocalCluster cluster) {
        this.client = cluster.client();
    }

    @BeforeEach
    void makeNamespace() {
        namespace = client.namespaces()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withGenerateName("kubernetes-cluster-it-")
                        .endMetadata()
                        .build())
                .create()
                .getMetadata()
                .getName();
    }

    @AfterEach
    void leaveNothingBehind() {
        client.namespaces().withName(namespace).delete();
    }

    @Test
    void aTouchMakesAnEarlierWriteFailAndDoesNotMakeTheListDiffer() {
        var cluster = new KubernetesCluster(client, namespace);
        cluster.perform(new Step.CreateEmpty(desired("[]")));
        cluster.perform(new Step.WriteIfUnchanged(desired("[]"), version()));
        var prepared = version();

        cluster.perform(new Step.Touch(LIST, "second/1"));

        assertThatThrownBy(() -> cluster.perform(new Step.WriteIfUnchanged(desired("[1]"), prepared)))
                .isInstanceOf(ConflictException.class);
        assertThat(cluster.matches(actual(), desired("[]"))).isTrue();
    }

    @Test
    void theEpochStaysWhenTheListIsWrittenAndTheSameEpochChangesNothing() {
        var cluster = new KubernetesCluster(client, namespace);
        cluster.perform(new Step.CreateEmpty(desired("[]")));
        cluster.perform(new Step.Touch(LIST, "first/1"));

        cluster.perform(new Step.WriteIfUnchanged(desired("[1]"), version()));
        var written = version();
        cluster.perform(new Step.Touch(LIST, "first/1"));

        assertThat(actual().getMetadata().getAnnotations()).containsEntry(Annotations.EPOCH, "first/1");
        assertThat(version()).isEqualTo(written);
    }

    @Test
    void aListThatIsGoneIsNotMadeByATouch() {
        new KubernetesCluster(client, namespace).perform(new Step.Touch(LIST, "first/1"));

        assertThat(client.configMaps().inNamespace(namespace).withName(LIST).get())
                .isNull();
    }

    private ConfigMap desired(String accounts) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName(LIST)
                .withNamespace(namespace)
                .withLabels(Map.of("ours", "1"))
                .endMetadata()
                .withData(Map.of("accounts.json", accounts))
                .build();
    }

    private String version() {
        return actual().getMetadata().getResourceVersion();
    }

    private ConfigMap actual() {
        return Objects.requireNonNull(
                client.configMaps().inNamespace(namespace).withName(LIST).get());
    }
}
