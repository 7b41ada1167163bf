package dev.connectors.whatsapp.local.quickstart;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ArgumentsTest {
    @Test
    void theOrderOfThemMeansNothing() {
        assertThat(Arguments.parse("--check", "--standalone")).contains(new Arguments(true, true));
        assertThat(Arguments.parse("--standalone", "--check")).contains(new Arguments(true, true));
    }

    @Test
    void withoutAnyThereIsAFleetThatStaysUp() {
        assertThat(Arguments.parse()).contains(new Arguments(false, false));
    }

    @Test
    void whatIsUnknownIsRefused() {
        assertThat(Arguments.parse("--check", "--fast")).isEmpty();
    }
}
