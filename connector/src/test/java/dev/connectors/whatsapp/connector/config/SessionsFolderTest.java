package dev.connectors.whatsapp.connector.config;

import dev.connectors.whatsapp.connector.config.Settings.SessionsSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("A5")
class SessionsFolderTest {

    @Test
    void aMissingFolderIsMade(@TempDir Path volume) {
        var path = volume.resolve("deep/sessions");

        assertThat(folder(path).isWritable()).isTrue();

        assertThat(path).isDirectory();
    }

    @Test
    void aTryLeavesNothingBehind(@TempDir Path volume) {
        folder(volume).isWritable();

        assertThat(volume).isEmptyDirectory();
    }

    @Test
    void aFolderThatGoesAwayIsNoticedAtTheNextLook(@TempDir Path volume) throws IOException {
        var path = volume.resolve("sessions");
        var folder = folder(path);
        assertThat(folder.isWritable()).isTrue();

        Files.delete(path);
        Files.writeString(path, "a file in its place");

        assertThat(folder.isWritable()).isFalse();
    }

    @Test
    void theProblemSaysWhichPathWhichSettingAndHowToFixIt(@TempDir Path volume) throws IOException {
        var file = Files.writeString(volume.resolve("file"), "");

        assertThat(folder(file).problem()).get().satisfies(problem -> {
            assertThat(problem.setting()).isEqualTo("SESSIONS_PATH");
            assertThat(problem.value()).isEqualTo("\"" + file + "\"");
            assertThat(problem.remedy())
                    .startsWith("make this folder writable for the connector's user, or set SESSIONS_PATH to one that"
                            + " is (")
                    .contains("FileAlreadyExistsException");
        });
    }

    private static SessionsFolder folder(Path path) {
        return new SessionsFolder(new SessionsSettings(path, "SESSIONS_PATH", false));
    }
}
