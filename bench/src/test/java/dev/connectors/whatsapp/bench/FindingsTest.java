package dev.connectors.whatsapp.bench;

import dev.connectors.whatsapp.bench.Findings.Flaw;
import dev.connectors.whatsapp.bench.Findings.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FindingsTest {
    private static List<Problem> problems(List<String> expected, List<String> found) {
        return Findings.compare("here", expected, found).problems();
    }

    @Test
    void theSameInTheSameOrderIsNoProblem() {
        var findings = Findings.compare("here", List.of("a", "b"), List.of("a", "b"));

        assertThat(findings).isEqualTo(new Findings(2, List.of()));
    }

    @Test
    void whatIsNotThereIsLost() {
        assertThat(problems(List.of("a", "b"), List.of("b"))).containsExactly(new Problem(Flaw.LOST, "here", "a"));
    }

    @Test
    void whatIsThereAgainIsThereTwiceAndNotOutOfOrder() {
        assertThat(problems(List.of("a", "b"), List.of("a", "b", "a")))
                .containsExactly(new Problem(Flaw.TWICE, "here", "a"));
    }

    @Test
    void whatNobodyWroteIsInvented() {
        assertThat(problems(List.of("a"), List.of("a", "z"))).containsExactly(new Problem(Flaw.INVENTED, "here", "z"));
    }

    @Test
    void eachThatWasOvertakenIsOutOfOrder() {
        assertThat(problems(List.of("a", "b", "c"), List.of("c", "a", "b")))
                .containsExactly(
                        new Problem(Flaw.OUT_OF_ORDER, "here", "a after c"),
                        new Problem(Flaw.OUT_OF_ORDER, "here", "b after c"));
    }
}
