package dev.connectors.whatsapp.connector.it;

import dev.connectors.whatsapp.local.Repository;
import dev.connectors.whatsapp.local.auth.TokenIssuer;
import dev.connectors.whatsapp.local.firestore.FirestoreEmulator;
import dev.connectors.whatsapp.local.firestore.FirestoreEmulatorExtension;
import dev.connectors.whatsapp.local.whatsapp.WhatsAppLoopback;
import dev.connectors.whatsapp.local.whatsapp.WhatsAppLoopbackExtension;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import static dev.connectors.whatsapp.connector.it.RunningConnector.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** An account whose stored session is damaged, among others. */
@ExtendWith({FirestoreEmulatorExtension.class, WhatsAppLoopbackExtension.class})
class UnreadableSessionIT {
    /** Cuts an account's record in half in the store below a folder, or tells how long it is. */
    private static final String STORE_SCRIPT = """
            const [folder, accountId, cut] = process.argv.slice(1);
            const { openStore } = await import('./dist/src/store.js');
            const store = openStore(folder);
            const record = store.sessions.get(accountId);
            if (cut === 'cut') await store.sessions.put(accountId, record.subarray(0, record.length / 2));
            console.log(store.sessions.get(accountId).toString('base64'));
            await store.close();
            """;

    private final String projectId = FirestoreEmulator.newProjectId();

    @Test
    @Tag("P3")
    void itIsStoppedAndSaysSoWhileTheOthersGoOn(
            FirestoreEmulator firestore, WhatsAppLoopback whatsapp, @TempDir Path sessions) throws Exception {
        var documents = firestore.documents(projectId);
        String damaged;
        String left;
        try (var issuer = TokenIssuer.start(projectId);
                var connector = RunningConnector.start(projectId, sessions, firestore, whatsapp, issuer)) {
            var sound = connector.pair("Sound", whatsapp.phone("40715000001"));
            damaged = connector.pair("Damaged", whatsapp.phone("40715000002"));

            left = store(sessions, damaged, "cut");
            RunningConnector.bridges().forEach(ProcessHandle::destroyForcibly);

            connector.awaitStatus(damaged, "session_unreadable");
            connector.awaitStatus(sound, "connected");
            var document = "whatsapp_accounts/" + damaged;
            await("its document says so")
                    .atMost(SOON)
                    .until(() -> documents
                            .get(document)
                            .map(it -> String.valueOf(it.fields().get("status")))
                            .equals(Optional.of("session_unreadable")));
            assertThat(documents.get(document).orElseThrow().fields().get("statusReason"))
                    .asString()
                    .contains("cannot be read");
        }

        assertThat(store(sessions, damaged, "look"))
                .as("its bytes are left as they are")
                .isEqualTo(left);
        assertThat(whatsapp.counters().total().pairings()).isEqualTo(2);
    }

    private static String store(Path sessions, String accountId, String what) throws IOException, InterruptedException {
        var node = new ProcessBuilder(
                        "node", "--input-type=module", "-e", STORE_SCRIPT, sessions.toString(), accountId, what)
                .directory(Repository.find().resolve("connector/bridge").toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var said = new String(node.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        assertThat(node.waitFor()).isZero();
        return said;
    }
}
