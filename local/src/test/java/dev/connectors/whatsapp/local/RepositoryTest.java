package dev.connectors.whatsapp.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RepositoryTest {
    @TempDir
    Path folder;

    private Path root = Path.of("");
    private Path below = Path.of("");

    @BeforeEach
    void makeRepository() throws IOException {
        root = folder.resolve("repository");
        below = Files.createDirectories(root.resolve("local/src"));
        Files.writeString(root.resolve("local/pom.xml"), "");
        Files.writeString(root.resolve("pom.xml"), "");
        Files.writeString(root.resolve("package-lock.json"), "");
    }

    @Test
    void isTheFirstFolderUpwardsThatHoldsBothBuildFiles() {
        assertThat(Repository.find("", Map.of(), below).root()).isEqualTo(root.toAbsolutePath());
    }

    @Test
    void isWhatThePropertyNamesBeforeWhatTheEnvironmentNames() {
        var environment = Map.of(Repository.VARIABLE, "/nowhere");

        assertThat(Repository.find(root.toString(), environment, folder).root()).isEqualTo(root.toAbsolutePath());
    }

    @Test
    void isWhatTheEnvironmentNames() {
        var environment = Map.of(Repository.VARIABLE, root.toString());

        assertThat(Repository.find("", environment, folder).root()).isEqualTo(root.toAbsolutePath());
    }

    @Test
    void isNotGuessedWhenTheNamedFolderIsWrong() {
        assertThatThrownBy(() -> Repository.find(folder.toString(), Map.of(), below))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(folder.toString())
                .hasMessageContaining(Repository.VARIABLE);
    }

    @Test
    void tellsHowToNameItWhenThereIsNone() {
        assertThatThrownBy(() -> Repository.find("", Map.of(), folder))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(Repository.VARIABLE);
    }
}
