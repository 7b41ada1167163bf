package dev.connectors.whatsapp.local.kubelet;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ContainerEnvironmentTest {
    private static final Pod POD = Serialization.unmarshal("""
            metadata:
              name: shard-0
              namespace: team
              uid: u-1
              labels: {b: "2", app: "say \\"hi\\""}
            spec:
              nodeName: local
              serviceAccountName: robot
              containers:
              - name: main
                resources: {limits: {cpu: 1500m, memory: 64Mi}, requests: {memory: 1Mi}}
            """, Pod.class);

    private final PodFields fields =
            new PodFields(POD, new PodFacts("127.1.0.2", "127.0.0.1", Map.of("cpu", new Quantity("64"))));
    private final ContainerEnvironment environment = new ContainerEnvironment(
            fields,
            new FakeObjects()
                    .withConfigMap("settings", Map.of("colour", "blue", "size", "3"))
                    .withSecret("key", "password", "sesame"));

    @Test
    void tellsAnImageTheAddressOfItsPod() {
        var image = ContainerCommand.of("serve").withEnvironment(Map.of("ADDRESS", "$(POD_IP)", "OTHER", "$(HOME)"));

        assertThat(environment.of(image)).isEqualTo(Map.of("ADDRESS", "127.1.0.2", "OTHER", "$(HOME)"));
    }

    @Test
    void takesEverythingInItsOrder() throws ContainerConfigException {
        var variables = environment.of(container("""
                envFrom:
                - {configMapRef: {name: settings}}
                - {prefix: KEY_, secretRef: {name: key}}
                - {configMapRef: {name: missing, optional: true}}
                env:
                - {name: size, value: "4"}
                - {name: TEXT, value: "$(colour) $(size) $(GIVEN) $(LATER)"}
                - {name: LATER, value: x}
                - {name: EMPTY}
                - {name: WORD, valueFrom: {secretKeyRef: {name: key, key: password}}}
                - {name: ABSENT, valueFrom: {configMapKeyRef: {name: settings, key: none, optional: true}}}
                """), Map.of("GIVEN", "g"));

        assertThat(variables)
                .isEqualTo(Map.of(
                        "GIVEN", "g",
                        "colour", "blue",
                        "size", "4",
                        "KEY_password", "sesame",
                        "TEXT", "blue 4 g $(LATER)",
                        "LATER", "x",
                        "EMPTY", "",
                        "WORD", "sesame"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "metadata.name | shard-0",
                "metadata.namespace | team",
                "metadata.uid | u-1",
                "metadata.labels['b'] | 2",
                "metadata.labels['none'] | ''",
                "spec.nodeName | local",
                "spec.serviceAccountName | robot",
                "status.podIP | 127.1.0.2",
                "status.hostIP | 127.0.0.1",
            })
    void knowsTheFieldsOfThePod(String path, String expected) throws ContainerConfigException {
        assertThat(fields.field(path)).isEqualTo(expected);
    }

    @Test
    void writesAllLabelsAsLines() throws ContainerConfigException {
        assertThat(fields.field("metadata.labels")).isEqualTo("app=\"say \\\"hi\\\"\"\nb=\"2\"");
    }

    @ParameterizedTest
    @CsvSource({
        "limits.cpu, '1', 2",
        "limits.cpu, 1m, 1500",
        "limits.memory, 1Mi, 64",
        "limits.memory, '0', 67108864",
        "requests.memory, '1', 1048576",
        "requests.cpu, '1', 2",
    })
    void countsResourcesInUnits(String resource, String divisor, String expected) throws ContainerConfigException {
        var container = POD.getSpec().getContainers().getFirst();
        container.setEnv(container("env: [{name: N, valueFrom: {resourceFieldRef: {resource: %s, divisor: %s}}}]"
                        .formatted(resource, divisor))
                .getEnv());

        assertThat(environment.of(container, Map.of())).containsEntry("N", expected);
    }

    @Test
    void givesTheNodesOwnWhereThereIsNoLimit() throws ContainerConfigException {
        var unlimited = container("env: [{name: N, valueFrom: {resourceFieldRef: {resource: limits.cpu}}}]");

        assertThat(environment.of(unlimited, Map.of())).containsEntry("N", "64");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "envFrom: [{configMapRef: {name: none}}] | configmap \"none\" not found",
                "env: [{name: A, valueFrom: {secretKeyRef: {name: none, key: a}}}] | secret \"none\" not found",
                "env: [{name: A, valueFrom: {secretKeyRef: {name: key, key: a}}}] | couldn't find key a in Secret key",
                "env: [{name: A, valueFrom: {fieldRef: {fieldPath: spec.magic}}}] | unsupported fieldPath \"spec.magic\"",
            })
    void saysWhatIsMissing(String yaml, String message) {
        assertThatThrownBy(() -> environment.of(container(yaml), Map.of()))
                .isInstanceOf(ContainerConfigException.class)
                .hasMessage(message);
    }

    private static Container container(String yaml) {
        return Serialization.unmarshal(yaml, Container.class);
    }
}
