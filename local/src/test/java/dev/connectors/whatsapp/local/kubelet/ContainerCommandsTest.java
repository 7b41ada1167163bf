package dev.connectors.whatsapp.local.kubelet;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ContainerCommandsTest {
    private final ContainerCommands commands = ContainerCommands.none()
            .with("connector", ContainerCommand.of("any"))
            .with("connector:2", ContainerCommand.of("second"))
            .with("registry:5000/team/bridge", ContainerCommand.of("bridge"));

    @ParameterizedTest
    @CsvSource({
        "connector, any",
        "connector:1, any",
        "connector:2, second",
        "connector@sha256:12, any",
        "connector:2@sha256:12, any",
        "registry:5000/team/bridge, bridge",
        "registry:5000/team/bridge:latest, bridge",
    })
    void findsAnImageWithOrWithoutItsTag(String image, String program) {
        assertThat(commands.find(image)).contains(ContainerCommand.of(program));
    }

    @ParameterizedTest
    @CsvSource({"other", "registry:5000", "team/connector", "connector-2"})
    void doesNotGuess(String image) {
        assertThat(commands.find(image)).isEmpty();
    }

    @Test
    void namesThoseItKnows() {
        assertThat(commands.known()).isEqualTo("connector, connector:2, registry:5000/team/bridge");
        assertThat(ContainerCommands.none().known()).isEqualTo("none");
    }
}
