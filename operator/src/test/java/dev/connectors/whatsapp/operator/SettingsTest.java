package dev.connectors.whatsapp.operator;

import dev.connectors.whatsapp.operator.manifests.Images;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SettingsTest {
    private static final Map<String, String> RIGHT =
            Map.of("NAMESPACE", "whatsapp", "POD_NAME", "operator-0", "CONNECTOR_IMAGE", "c:1", "BRIDGE_IMAGE", "b:1");

    @Test
    void everythingThatIsWrongIsSaidAtOnce() {
        assertThatThrownBy(() -> Settings.of(Map.of("NAMESPACE", "No Namespace", "PORT", "http")))
                .isInstanceOf(Settings.InvalidException.class)
                .hasMessage("""
                        The operator cannot start, because its environment is not right:
                          - NAMESPACE is "No Namespace", but must be the name of a namespace
                          - POD_NAME is not set; it must be the name of the operator's pod, by which it is elected leader
                          - PORT is "http", but must be a number from 0 to 65535
                          - CONNECTOR_IMAGE is not set; it must be the image of the connector
                          - BRIDGE_IMAGE is not set; it must be the image of the bridge""");
    }

    @ParameterizedTest
    @ValueSource(strings = {"NAMESPACE", "POD_NAME", "CONNECTOR_IMAGE", "BRIDGE_IMAGE"})
    void whatIsBlankIsNotSet(String name) {
        assertThatThrownBy(() -> Settings.of(with(name, "  ")))
                .isInstanceOf(Settings.InvalidException.class)
                .hasMessageContaining("\n  - " + name + " is not set; it must be the ");
    }

    @ParameterizedTest
    @CsvSource({"NAMESPACE, -whatsapp", "NAMESPACE, a.b", "PORT, -1", "PORT, 65536", "PORT, 8080.5", "PORT, 0x50"})
    void aWrongValueIsNamedWithTheValueAndTheRemedy(String name, String value) {
        assertThatThrownBy(() -> Settings.of(with(name, value)))
                .isInstanceOf(Settings.InvalidException.class)
                .hasMessageContaining("\n  - " + name + " is \"" + value + "\", but must be ");
    }

    @Test
    void aNamespaceHasAtMost63Characters() throws Settings.InvalidException {
        var longest = "n".repeat(63);

        assertThat(Settings.of(with("NAMESPACE", longest)).namespace()).isEqualTo(longest);
        assertThatThrownBy(() -> Settings.of(with("NAMESPACE", longest + "n")))
                .hasMessageContaining("but must be the name of a namespace");
    }

    @Test
    void thePortHasADefaultAndTheAddressNeedNotBeSet() throws Settings.InvalidException {
        var settings = Settings.of(RIGHT);

        assertThat(settings.port()).isEqualTo(8080);
        assertThat(settings.address()).isEmpty();
    }

    @Test
    void whatIsSetIsTakenWithoutTheBlanksAroundIt() throws Settings.InvalidException {
        var environment = with("PORT", " 0 ");
        environment.put("SERVER_ADDRESS", " 10.0.0.7 ");
        environment.put("CONNECTOR_IMAGE", "registry.example/connector:1\n");

        var settings = Settings.of(environment);

        assertThat(settings.port()).isZero();
        assertThat(settings.address()).contains("10.0.0.7");
        assertThat(settings.images()).isEqualTo(new Images("registry.example/connector:1", "b:1"));
        assertThat(settings.namespace()).isEqualTo("whatsapp");
        assertThat(settings.podName()).isEqualTo("operator-0");
    }

    private static Map<String, String> with(String name, String value) {
        var environment = new HashMap<>(RIGHT);
        environment.put(name, value);
        return environment;
    }
}
