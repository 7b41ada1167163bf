package dev.connectors.whatsapp.operator.chart;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.connectors.whatsapp.local.fleet.Installation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/** Wrong values are refused before anything is installed, by a message that names the field. */
@Tag("P4")
class ChartValuesTest {
    private static final Path CASES =
            Path.of(System.getProperty("basedir", "."), "src", "test", "resources", "chart", "invalid-values.yaml");

    private static final ObjectMapper YAML = new YAMLMapper();

    /**
     * Values that Helm refuses.
     *
     * @param name what is wrong
     * @param values with that fault and no other
     * @param field that the message names
     */
    record Invalid(String name, JsonNode values, String field) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Invalid> invalid() throws IOException {
        return StreamSupport.stream(YAML.readTree(CASES.toFile()).spliterator(), false)
                .map(entry -> new Invalid(
                        entry.path("name").asText(),
                        entry.path("values"),
                        entry.path("field").asText()));
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void wrongValuesAreRefusedByTheNameOfTheField(Invalid invalid) {
        var refusal = catchThrowable(() -> render(invalid.values()));

        assertThat(refusal).describedAs("Helm refuses it").isNotNull();
        assertThat(refusal.getMessage()).contains(invalid.field());
    }

    @Test
    void nothingElseIsWrongWithTheCases() throws IOException {
        assertThat(invalid())
                .hasSizeGreaterThanOrEqualTo(8)
                .allSatisfy(invalid -> assertThat(invalid.field()).isNotBlank());
        assertThat(render(YAML.valueToTree(Chart.PROJECT))).contains("kind: ConnectorPool");
    }

    private static String render(JsonNode values) {
        Map<String, ?> map = YAML.convertValue(values, new TypeReference<>() {});
        return Chart.chart().render(Installation.RELEASE, Chart.NAMESPACE, map);
    }
}
