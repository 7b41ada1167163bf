package dev.connectors.whatsapp.connector.firestore;

import dev.connectors.whatsapp.local.Repository;
import dev.connectors.whatsapp.local.firestore.FirestoreEmulator;
import dev.connectors.whatsapp.local.firestore.FirestoreEmulatorExtension;
import dev.connectors.whatsapp.local.process.ChildCommand;
import dev.connectors.whatsapp.local.process.ChildProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Runs the tests of {@code firestore.rules}, which are written with Firebase's own library for Node. */
@ExtendWith(FirestoreEmulatorExtension.class)
class RulesIT {
    private static final Duration DEADLINE = Duration.ofMinutes(2);

    @Test
    @Tag("S1")
    @Tag("S2")
    void everyRoleMayReadWhatIsItsAndNobodyWrites(FirestoreEmulator emulator, @TempDir Path folder) throws Exception {
        var log = folder.resolve("rules.log");
        var command = new ChildCommand("rules", List.of("node", "--test", "--test-reporter=tap", "dist/test/"), log)
                .withDirectory(Repository.find().resolve("rules"))
                .withEnvironment(Map.of("FIRESTORE_EMULATOR_HOST", emulator.hostAndPort()));
        try (var tests = ChildProcess.start(command)) {
            Awaitility.await().atMost(DEADLINE).until(() -> !tests.isAlive());

            var report = Files.readString(log);
            assertThat(tests.exitStatus()).as(report).contains(0);
            assertThat(report).containsPattern("# pass [1-9][0-9]{2,}").contains("# fail 0", "# skipped 0");
        }
    }
}
