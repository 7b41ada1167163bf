package dev.connectors.whatsapp.connector.migration;

import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.config.UsageException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Tag("A10")
class MigrateArgumentsTest {
    @Test
    void withoutAWordNothingIsWritten() {
        assertThat(MigrateArguments.parse(List.of())).isEqualTo(new MigrateArguments(false, Optional.empty()));
    }

    @Test
    void argumentsComeInAnyOrder() {
        var both = new MigrateArguments(true, Optional.of(new AccountId("sales")));

        assertThat(MigrateArguments.parse(List.of("--apply", "--account", "sales")))
                .isEqualTo(both);
        assertThat(MigrateArguments.parse(List.of("--account", "sales", "--apply")))
                .isEqualTo(both);
    }

    @ParameterizedTest
    @CsvSource({
        "--aply, is not understood",
        "apply, is not understood",
        "--account, wants the id of an account",
        "--account=sales, is not understood",
        "--account a/b, an account id has 1 to 128 characters"
    })
    void whatIsNotUnderstoodIsSaidWithTheUsage(String arguments, String problem) {
        assertThatThrownBy(() -> MigrateCommand.run(List.of(arguments.split(" ")), Map.of(), line -> {}))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining(problem)
                .hasMessageContaining("migrate [--apply] [--account ID]");
    }
}
