package dev.connectors.whatsapp.connector.it;

import dev.connectors.whatsapp.local.auth.IdToken;
import dev.connectors.whatsapp.local.auth.TokenIssuer;
import dev.connectors.whatsapp.local.firestore.FirestoreEmulator;
import dev.connectors.whatsapp.local.firestore.FirestoreEmulatorExtension;
import dev.connectors.whatsapp.local.whatsapp.Behaviour;
import dev.connectors.whatsapp.local.whatsapp.WhatsAppLoopback;
import dev.connectors.whatsapp.local.whatsapp.WhatsAppLoopbackExtension;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import static dev.connectors.whatsapp.connector.it.RunningConnector.SOON;
import static dev.connectors.whatsapp.connector.it.RunningConnector.sendRequest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What the log of a connector and its bridge says of those who use them: nothing. */
@ExtendWith({FirestoreEmulatorExtension.class, WhatsAppLoopbackExtension.class})
class LogsIT {
    private static final String WORDS = "Nobody else shall read this";
    private static final String PHONE = "40718200017";
    private static final String CONTACT = "40719200017";

    @Test
    @Tag("S2")
    void neitherTextsNorNumbersNorTokensAreLogged(
            FirestoreEmulator firestore, WhatsAppLoopback whatsapp, @TempDir Path folder) {
        var projectId = FirestoreEmulator.newProjectId();
        var documents = firestore.documents(projectId);
        var contact = whatsapp.contact(CONTACT);
        List<String> tokens;
        try (var issuer = TokenIssuer.start(projectId);
                var connector =
                        RunningConnector.startToBeKilled(projectId, folder, firestore, whatsapp, issuer, Map.of())) {
            var ana = Optional.of(issuer.employee("ana"));
            var admin = Optional.of(issuer.superAdmin("admin"));
            var stranger = Optional.of(issuer.sign(IdToken.of("stranger")));
            tokens = List.of(ana.get(), admin.get(), stranger.get());
            var account = connector.pair("Sales", whatsapp.phone(PHONE));

            connector.post("/api/send", ana, sendRequest(account, CONTACT, WORDS, "m1"));
            contact.awaitMessagesFrom(PHONE, 1, SOON);
            contact.writes(PHONE, WORDS);
            await("what the contact wrote is there")
                    .atMost(SOON)
                    .until(() -> documents
                                    .whereEqual("whatsapp_messages", "direction", "inbound")
                                    .size()
                            == 1);
            whatsapp.behave(PHONE, Behaviour.normal().refusingMessages(463));
            connector.post("/api/send", ana, sendRequest(account, CONTACT, WORDS, "m2"));
            await("it is refused for good")
                    .atMost(SOON)
                    .until(() -> documents
                                    .whereEqual("whatsapp_outbox", "status", "failed")
                                    .size()
                            == 1);
            connector.post("/api/send", ana, Map.of("text", WORDS, "to", CONTACT));
            connector.postRaw("/api/send", ana, "{\"text\": \"" + WORDS);
            connector.post("/api/send", stranger, sendRequest(account, CONTACT, WORDS, "m3"));
            connector.post("/api/accounts", admin, Map.of("name", "Again", "phone", PHONE));
            connector.get("/api/whatsapp/qr/" + account, admin);
            connector.get("/api/whatsapp/qr/" + account + "?access_token=" + admin.get(), Optional.empty());
            connector.get("/api/v1/threads/" + account + "_" + CONTACT + "@s.whatsapp.net/messages", ana);
            connector.post("/api/v1/accounts/" + account + "/reset", admin, Map.of());
            await("a new QR is shown").atMost(SOON).until(() -> connector.qrPictureNow(account), Optional::isPresent);
        }

        var log = logs(folder);

        assertThat(log).contains("account connected", "the session is reset");
        assertThat(log)
                .doesNotContain(WORDS, PHONE, CONTACT, "data:image/png")
                .doesNotContain(tokens.toArray(String[]::new));
    }

    private static String logs(Path folder) {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".log"))
                    .map(LogsIT::text)
                    .collect(Collectors.joining());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
