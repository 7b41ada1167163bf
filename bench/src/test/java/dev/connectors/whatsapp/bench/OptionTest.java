package dev.connectors.whatsapp.bench;

import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class OptionTest {
    private static final Option COLOUR = new Option("--colour", List.of("red", "blue"), "of the lamp");

    @Test
    void aWordIsOneOfThoseThatCanBeChosen() {
        var choices = Choices.parse(List.of("--colour", "blue"), List.of(COLOUR));

        assertThat(choices.word(COLOUR)).isEqualTo("blue");
        assertThat(choices.values()).containsEntry("--colour", "blue");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Choices.parse(List.of("--colour", "7"), List.of(COLOUR)))
                .withMessage("--colour needs red or blue, not \"7\"");
    }

    @Test
    void theFirstWordIsTheStandard() {
        assertThat(Choices.parse(List.of(), List.of(COLOUR)).word(COLOUR)).isEqualTo("red");
    }
}
