package dev.connectors.whatsapp.connector.it;

import dev.connectors.whatsapp.connector.ConnectorApplication;
import dev.connectors.whatsapp.connector.config.InvalidSettingsException;
import dev.connectors.whatsapp.local.Repository;
import dev.connectors.whatsapp.local.firestore.FirestoreEmulator;
import dev.connectors.whatsapp.local.firestore.FirestoreEmulatorExtension;
import dev.connectors.whatsapp.local.process.ShortLivedJvm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What the connector says when it cannot start. */
@ExtendWith(FirestoreEmulatorExtension.class)
class StartupIT {
    private static final String BRIDGE =
            Repository.find().resolve("connector/bridge").toString();

    @Test
    @Tag("A5")
    void aSessionsPathThatCannotBeWrittenEndsTheProcessWithStatusOne(@TempDir Path folder) throws Exception {
        var file = Files.writeString(folder.resolve("sessions"), "not a folder");

        var ended = run(Map.of(
                "SESSIONS_PATH",
                file.toString(),
                "BRIDGE_DIR",
                BRIDGE,
                "FIREBASE_PROJECT_ID",
                "demo-project",
                "PORT",
                "eighty"));

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.output())
                .contains("2 settings are wrong")
                .contains("SESSIONS_PATH = \"" + file + "\"", "make this folder writable")
                .contains("PORT = \"eighty\"", "whole number from 0 to 65535");
    }

    @Test
    @Tag("A5")
    void aMissingFirestoreIsNamedWithItsSettingAndAddress(@TempDir Path sessions) {
        var environment = Map.of(
                "SESSIONS_PATH",
                sessions.toString(),
                "BRIDGE_DIR",
                BRIDGE,
                "FIREBASE_PROJECT_ID",
                "demo-project",
                // The discard port: nobody listens there.
                "FIRESTORE_EMULATOR_HOST",
                "127.0.0.1:9");

        assertThatThrownBy(() -> ConnectorApplication.start(environment).close())
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageContaining("FIRESTORE_EMULATOR_HOST = \"127.0.0.1:9\"")
                .hasMessageContaining("no Firestore answers there");
    }

    @Test
    @Tag("A10")
    void theCommandMigrateNeedsNoSessionsAndNoBridge(FirestoreEmulator firestore) throws Exception {
        var ended = run(
                Map.of(
                        "FIREBASE_PROJECT_ID",
                        FirestoreEmulator.newProjectId(),
                        "FIRESTORE_EMULATOR_HOST",
                        firestore.hostAndPort()),
                "migrate",
                "--apply");

        assertThat(ended.exitCode()).isZero();
        assertThat(ended.output().lines().findFirst())
                .as("and nothing else is said")
                .hasValue("Moved:");
    }

    @Test
    @Tag("A10")
    void aCommandThatIsNotUnderstoodStartsNothing() throws Exception {
        assertThat(run(Map.of(), "migrat")).satisfies(ended -> {
            assertThat(ended.exitCode()).isEqualTo(2);
            assertThat(ended.output()).startsWith("\"migrat\" is no command.").contains("migrate [--apply]");
        });
        assertThat(run(Map.of(), "migrate", "--aply").exitCode()).isEqualTo(2);
        assertThat(run(Map.of("FIRESTORE_LAYOUT", "old"), "migrate")).satisfies(ended -> {
            assertThat(ended.exitCode()).isEqualTo(1);
            assertThat(ended.output())
                    .contains("2 settings are wrong", "FIREBASE_PROJECT_ID", "FIRESTORE_LAYOUT = \"old\"");
        });
    }

    private record Ended(int exitCode, String output) {}

    private static Ended run(Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        var program = Stream.of(
                "--sun-misc-unsafe-memory-access=allow",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                ConnectorApplication.class.getName());
        var command = Stream.concat(program, Stream.of(arguments)).toArray(String[]::new);
        var builder = new ProcessBuilder(ShortLivedJvm.command(command)).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(new HashMap<>(environment));
        var process = builder.start();
        try {
            var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            return new Ended(process.exitValue(), output);
        } finally {
            process.destroyForcibly();
        }
    }
}
