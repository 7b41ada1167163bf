package dev.connectors.whatsapp.bench;

import dev.connectors.whatsapp.local.http.JsonHttp;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ReportTest {
    private static final Table TABLE = new Table(
            "Product", List.of("process", "CPU"), List.of(List.of("connector", "4.50"), List.of("bridge", "10.00")));

    @Test
    void figuresStandUnderEachOther() {
        assertThat(TABLE.text()).isEqualTo("""
                        Product
                          process      CPU
                          connector   4.50
                          bridge     10.00""");
    }

    @Test
    void aRowHasACellForEachColumn() {
        var columns = List.of("process", "CPU");

        assertThatIllegalArgumentException().isThrownBy(() -> new Table("", columns, List.of(List.of("bridge"))));
    }

    @Test
    void aMissedTargetIsSaidAndCounts() {
        var report = new Report().target("fast", true).target("small", false);

        assertThat(report.text()).isEqualTo("met     fast\nMISSED  small");
        assertThat(report.targetsMet()).isFalse();
    }

    @Test
    void theJsonHasFiguresAndConditions() {
        var json = new Report()
                .table(TABLE)
                .value("messagesPerSecond", 201.5)
                .target("fast", true)
                .json(Map.of("cpus", 2));

        var read = JsonHttp.json().readValue(json, JsonNode.class);
        assertThat(read.path("cpus").asInt()).isEqualTo(2);
        assertThat(read.at("/values/messagesPerSecond").asDouble()).isEqualTo(201.5);
        assertThat(read.at("/targets/0/met").asBoolean()).isTrue();
        assertThat(read.at("/tables/0/rows/1/1").asString()).isEqualTo("10.00");
    }
}
