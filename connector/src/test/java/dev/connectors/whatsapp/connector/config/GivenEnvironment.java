package dev.connectors.whatsapp.connector.config;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** An environment with the least that is enough, to which tests add. */
abstract class GivenEnvironment {
    @TempDir
    Path folder;

    final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void theLeastThatIsEnough() {
        environment.put("FIREBASE_PROJECT_ID", "my-company-prod");
        environment.put("SESSIONS_PATH", folder.resolve("sessions").toString());
        environment.put("BRIDGE_SOCKET", "/run/bridge/bridge.sock");
    }

    final Settings read() {
        return SettingsReader.read(environment);
    }

    final List<SettingProblem> problems() {
        return catchThrowableOfType(InvalidSettingsException.class, this::read).problems();
    }
}
