package dev.connectors.whatsapp.operator;

import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SettingsTest {
    @Test
    void everythingThatIsWrongIsSaidAtOnce() {
        assertThatThrownBy(() -> Settings.of(Map.of("NAMESPACE", "No Namespace", "PORT", "http")))
                .isInstanceOf(Settings.InvalidException.class)
                .hasMessageContainingAll(
                        "NAMESPACE is \"No Namespace\"",
                        "PORT is \"http\"",
                        "POD_NAME is not set",
                        "CONNECTOR_IMAGE is not set",
                        "BRIDGE_IMAGE is not set");
    }

    @Test
    void thePortHasADefaultAndTheAddressNeedNotBeSet() throws Settings.InvalidException {
        var settings = Settings.of(Map.of(
                "NAMESPACE", "whatsapp", "POD_NAME", "operator-0", "CONNECTOR_IMAGE", "c:1", "BRIDGE_IMAGE", "b:1"));

        assertThat(settings.port()).isEqualTo(8080);
        assertThat(settings.address()).isEmpty();
    }
}
