package dev.connectors.whatsapp.operator.api;

import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The samples are what {@link ApiServerIT} needs them to be. */
@Tag("P1")
class SamplesTest {
    static Stream<Path> valid() {
        return Samples.valid().stream();
    }

    @ParameterizedTest
    @MethodSource("valid")
    void aValidSampleIsRead(Path file) throws IOException {
        var resource = Samples.read(file);
        var kind = resource.path("kind").asText();
        var type = kind.equals("ConnectorPool") ? ConnectorPool.class : WhatsAppAccount.class;

        assertThat(Serialization.unmarshal(Files.readString(file), type).getSpec())
                .isNotNull();
        assertThat(resource.path("apiVersion").asText()).isEqualTo(Api.API_VERSION);
    }

    @Test
    void thereIsACaseForWhateverCanBeWrong() {
        assertThat(Samples.invalid()).hasSizeGreaterThan(25).allSatisfy(invalid -> {
            assertThat(invalid.name()).isNotBlank();
            assertThat(invalid.message()).isNotBlank();
            assertThat(invalid.before()).isNotEqualTo(Optional.of(invalid.resource()));
        });
        assertThat(Samples.invalid()).extracting(Samples.Invalid::name).doesNotHaveDuplicates();
    }

    @Test
    void everyRuleOfTheDefinitionsHasACase() throws IOException {
        for (var definition : CrdFiles.generated().values()) {
            var rules = Samples.yaml(definition).findValues("x-kubernetes-validations").stream()
                    .flatMap(list -> list.findValuesAsText("message").stream())
                    .distinct();

            assertThat(rules)
                    .isNotEmpty()
                    .allSatisfy(message -> assertThat(Samples.invalid())
                            .describedAs(message)
                            .anyMatch(invalid -> message.contains(invalid.message())));
        }
    }
}
