package dev.connectors.whatsapp.connector.transfer;

import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.config.InvalidSettingsException;
import dev.connectors.whatsapp.connector.config.UsageException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Tag("P3")
class TransferArgumentsTest {
    @Test
    void argumentsComeInAnyOrder() {
        var words = List.of("--replace", "--account", "sales", "--from", "copies");

        assertThat(TransferArguments.parse(TransferCommand.IMPORT, words))
                .isEqualTo(new TransferArguments(Path.of("copies"), Optional.of(new AccountId("sales")), true));
    }

    @ParameterizedTest
    @CsvSource({
        "export-sessions, --account sales, wants --to FOLDER",
        "export-sessions, --to, wants a folder behind it",
        "export-sessions, --to copies --replace, is not understood",
        "import-sessions, --to copies, is not understood",
        "import-sessions, --from copies --account a/b, an account id has 1 to 128 characters"
    })
    void whatIsNotUnderstoodIsSaidWithTheUsage(String command, String arguments, String problem) {
        assertThatThrownBy(() -> TransferCommand.run(command, List.of(arguments.split(" ")), Map.of(), line -> {}))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining(problem)
                .hasMessageContaining("import-sessions --from FOLDER");
    }

    @Test
    void nothingBeginsWithoutAKey() {
        assertThatThrownBy(() ->
                        TransferCommand.run(TransferCommand.EXPORT, List.of("--to", "copies"), Map.of(), line -> {}))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageContaining("SESSION_COPY_KEY_FILE")
                .hasMessageContaining("openssl rand -base64 32");
    }
}
