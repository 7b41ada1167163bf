package dev.connectors.whatsapp.connector.config;

import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class InvalidSettingsExceptionTest {

    @Test
    void theMessageIsForThePersonWhoConfigures() {
        var exception = new InvalidSettingsException(List.of(
                new SettingProblem("PORT", "\"many\"", "set it to a whole number"),
                new SettingProblem("FIREBASE_PRIVATE_KEY", "**** (12 characters)", "100% of it")));

        assertThat(exception).message().isEqualToNormalizingNewlines("""
                The connector cannot start: 2 settings are wrong.
                  PORT = "many"
                      set it to a whole number
                  FIREBASE_PRIVATE_KEY = **** (12 characters)
                      100% of it""");
    }

    @Test
    void oneIsNotSpokenOfAsMany() {
        var exception = new InvalidSettingsException(List.of(new SettingProblem("PORT", "(not set)", "set it")));

        assertThat(exception).message().isEqualToNormalizingNewlines("""
                The connector cannot start: one setting is wrong.
                  PORT = (not set)
                      set it""");
    }
}
