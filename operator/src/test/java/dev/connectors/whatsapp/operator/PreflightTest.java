package dev.connectors.whatsapp.operator;

import dev.connectors.whatsapp.operator.fakeapi.FakeApiServer;
import dev.connectors.whatsapp.operator.fakeapi.Fault;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class PreflightTest {
    private final FakeApiServer api = FakeApiServer.start(Fleet.NAMESPACE);
    private final KubernetesClient client = api.client();

    @AfterEach
    void stop() {
        client.close();
        api.close();
    }

    @Test
    void nothingIsWrongWhereEverythingCanBeListed() {
        assertThat(Preflight.problems(client, Fleet.NAMESPACE)).isEmpty();
    }

    @Test
    void aMissingDefinitionIsNamedWithTheCommandThatInstallsIt() {
        api.fail(request -> request.resource().equals("connectorpools"), Fault.answer(404));

        assertThat(Preflight.problems(client, Fleet.NAMESPACE))
                .containsExactly(
                        "the API server does not know connectorpools.whatsapp.connectors.dev; install the chart's"
                                + " CRDs (kubectl apply --server-side --force-conflicts -f crds/)");
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void everyMissingRightIsNamedAtOnce(int code) {
        api.fail(
                request -> request.resource().equals("secrets")
                        || request.resource().equals("statefulsets"),
                Fault.answer(code));

        assertThat(Preflight.problems(client, Fleet.NAMESPACE))
                .containsExactly(
                        "the operator may not list secrets in the namespace whatsapp; install the chart's Role and"
                                + " RoleBinding",
                        "the operator may not list statefulsets.apps in the namespace whatsapp; install the chart's Role"
                                + " and RoleBinding");
    }

    @Test
    void anApiServerThatIsNotThereIsSaidOnceWithItsAddress() {
        var impatient = new ConfigBuilder(client.getConfiguration())
                .withRequestRetryBackoffLimit(0)
                .build();
        api.close();

        try (var alone = new KubernetesClientBuilder().withConfig(impatient).build()) {
            assertThat(Preflight.problems(alone, Fleet.NAMESPACE))
                    .singleElement()
                    .isEqualTo("the API server " + client.getMasterUrl() + " cannot be asked: nothing answers there");
        }
    }
}
