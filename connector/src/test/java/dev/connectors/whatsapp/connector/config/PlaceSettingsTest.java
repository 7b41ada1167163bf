package dev.connectors.whatsapp.connector.config;

import dev.connectors.whatsapp.connector.config.Settings.BridgeSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Where a connector finds itself: its sessions, its bridge, its name. */
class PlaceSettingsTest extends GivenEnvironment {
    private static final Path EPHEMERAL = Path.of(".baileys_auth");

    @Test
    @Tag("A6")
    void sessionsAreWhereSessionsPathSays() {
        environment.put("RAILWAY_VOLUME_MOUNT_PATH", folder.resolve("volume").toString());

        var sessions = read().sessions();

        assertThat(sessions.path()).isEqualTo(folder.resolve("sessions")).isWritable();
        assertThat(sessions.setting()).isEqualTo("SESSIONS_PATH");
        assertThat(sessions.ephemeral()).isFalse();
    }

    @Test
    @Tag("A6")
    void elseTheyAreOnRailwaysVolume() {
        environment.remove("SESSIONS_PATH");
        environment.put("RAILWAY_VOLUME_MOUNT_PATH", folder.resolve("volume").toString());

        var sessions = read().sessions();

        assertThat(sessions.path()).isEqualTo(folder.resolve("volume/baileys_auth"));
        assertThat(sessions.setting()).isEqualTo("RAILWAY_VOLUME_MOUNT_PATH");
        assertThat(sessions.ephemeral()).isFalse();
    }

    @Test
    @Tag("A6")
    void elseTheyEndWithTheMachine() throws IOException {
        environment.remove("SESSIONS_PATH");
        var existed = Files.exists(EPHEMERAL);

        var sessions = read().sessions();

        assertThat(sessions.path()).isEqualTo(EPHEMERAL);
        assertThat(sessions.ephemeral()).isTrue();
        if (!existed) {
            Files.delete(EPHEMERAL);
        }
    }

    @Test
    @Tag("A5")
    void sessionsThatCannotBeWrittenAreAProblemOfTheSettingThatDecided() throws IOException {
        var file = Files.writeString(folder.resolve("file"), "");
        environment.remove("SESSIONS_PATH");
        environment.put("RAILWAY_VOLUME_MOUNT_PATH", file.toString());

        assertThat(problems()).singleElement().satisfies(problem -> {
            assertThat(problem.setting()).isEqualTo("RAILWAY_VOLUME_MOUNT_PATH");
            assertThat(problem.value()).isEqualTo("\"" + file.resolve("baileys_auth") + "\"");
            assertThat(problem.remedy()).startsWith("make this folder writable for the connector's user");
        });
    }

    @ParameterizedTest
    @Tag("O8")
    @CsvSource({
        "worker-1, deployment-1, host-1, worker-1",
        ",         deployment-1, host-1, deployment-1",
        "'  ',     deployment-1, host-1, deployment-1",
        ",         ,             host-1, host-1"
    })
    void theWorkerIsNamedByTheFirstThatIsSet(String worker, String deployment, String host, String expected) {
        set("WORKER_ID", worker);
        set("RAILWAY_DEPLOYMENT_ID", deployment);
        set("HOSTNAME", host);

        assertThat(read().workerId()).isEqualTo(expected);
    }

    @Test
    @Tag("O8")
    void aWorkerThatNobodyNamesIsNamedAnewAtEachStart() {
        var first = read().workerId();
        var second = read().workerId();

        assertThat(first)
                .matches("worker_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
                .isNotEqualTo(second);
    }

    @Test
    void aSocketMeansThatSomebodyElseRunsTheBridge() {
        environment.put("BRIDGE_DIR", folder.resolve("nothing-here").toString());

        assertThat(read().bridge()).isEqualTo(new BridgeSettings.Sidecar(Path.of("/run/bridge/bridge.sock")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "ă"})
    void aSocketsPathHasToFitIntoItsAddress(String character) {
        var bytes = "/" + "a".repeat(102);
        environment.put("BRIDGE_SOCKET", bytes);
        assertThat(read().bridge()).isEqualTo(new BridgeSettings.Sidecar(Path.of(bytes)));

        environment.put("BRIDGE_SOCKET", "/" + "a".repeat(102 - character.length()) + "a" + character);

        assertThat(problems()).singleElement().satisfies(problem -> {
            assertThat(problem.setting()).isEqualTo("BRIDGE_SOCKET");
            assertThat(problem.remedy())
                    .isEqualTo("choose a shorter path: a Unix domain socket's has at most 103 bytes");
        });
    }

    @Test
    @Tag("P6")
    void withoutASocketTheConnectorRunsTheBridge() throws IOException {
        var program = Files.createDirectories(folder.resolve("dist/bundle")).resolve("main.js");
        Files.writeString(program, "");
        environment.remove("BRIDGE_SOCKET");
        environment.put("BRIDGE_DIR", folder.toString());
        environment.put("PATH", "/usr/bin");

        var child = (BridgeSettings.Child) read().bridge();

        assertThat(child.program()).isEqualTo(program);
        assertThat(child.environment()).containsEntry("PATH", "/usr/bin");
    }

    @Test
    @Tag("S6")
    void theBridgeDoesNotInheritCredentials() throws IOException {
        Files.writeString(Files.createDirectories(folder.resolve("dist/bundle")).resolve("main.js"), "");
        environment.remove("BRIDGE_SOCKET");
        environment.put("BRIDGE_DIR", folder.toString());
        environment.put("FIREBASE_CLIENT_EMAIL", ServiceAccount.EMAIL);
        environment.put("FIREBASE_PRIVATE_KEY", ServiceAccount.PEM);

        var settings = read();

        assertThat(((BridgeSettings.Child) settings.bridge()).environment()).doesNotContainKey("FIREBASE_PRIVATE_KEY");
        assertThat(settings.toString()).doesNotContain(ServiceAccount.SECRET);
    }

    @Test
    void aBridgeThatIsNotBuiltIsAProblem() {
        environment.remove("BRIDGE_SOCKET");
        environment.put("BRIDGE_DIR", folder.toString());

        assertThat(problems())
                .containsExactly(new SettingProblem(
                        "BRIDGE_DIR",
                        "\"" + folder + "\"",
                        "set it to the folder of the bridge's built npm package (there is no "
                                + folder.resolve("dist/bundle/main.js")
                                + "), or BRIDGE_SOCKET to the socket of a running bridge"));
    }

    private void set(String name, @Nullable String value) {
        if (value != null) {
            environment.put(name, value);
        }
    }
}
