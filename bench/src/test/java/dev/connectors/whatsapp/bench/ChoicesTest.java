package dev.connectors.whatsapp.bench;

import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ChoicesTest {
    private static final List<Option> OPTIONS = List.of(Option.SECONDS, Option.ACCOUNTS);

    @Test
    void whatIsNotChosenIsAsUsual() {
        var choices = Choices.parse(List.of("--seconds", "5"), OPTIONS);

        assertThat(choices.of(Option.SECONDS)).isEqualTo(5);
        assertThat(choices.of(Option.ACCOUNTS)).isEqualTo(Option.ACCOUNTS.standard());
        assertThat(choices.profiled()).isFalse();
    }

    @Test
    void aProfileIsAskedForWithoutANumber() {
        var choices = Choices.parse(List.of("--profile", "--accounts", "2"), OPTIONS);

        assertThat(choices.profiled()).isTrue();
        assertThat(choices.of(Option.ACCOUNTS)).isEqualTo(2);
    }

    @Test
    void whatMakesNoSenseIsNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Choices.parse(List.of("--warm-up", "5"), OPTIONS))
                .withMessageContaining("--warm-up");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Choices.parse(List.of("--seconds"), OPTIONS))
                .withMessageContaining("--seconds");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Choices.parse(List.of("--seconds", "1m"), OPTIONS))
                .withMessageContaining("1m");
    }
}
