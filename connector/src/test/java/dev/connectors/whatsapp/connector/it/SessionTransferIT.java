package dev.connectors.whatsapp.connector.it;

import dev.connectors.whatsapp.connector.transfer.TransferCommand;
import dev.connectors.whatsapp.local.auth.TokenIssuer;
import dev.connectors.whatsapp.local.firestore.FirestoreEmulator;
import dev.connectors.whatsapp.local.firestore.FirestoreEmulatorExtension;
import dev.connectors.whatsapp.local.whatsapp.Contact;
import dev.connectors.whatsapp.local.whatsapp.Phone;
import dev.connectors.whatsapp.local.whatsapp.WhatsAppLoopback;
import dev.connectors.whatsapp.local.whatsapp.WhatsAppLoopbackExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import static dev.connectors.whatsapp.connector.it.RunningConnector.SOON;
import static dev.connectors.whatsapp.connector.it.RunningConnector.sendRequest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A session goes from the volume of one connector to that of another. */
@ExtendWith({FirestoreEmulatorExtension.class, WhatsAppLoopbackExtension.class})
class SessionTransferIT {
    private final String projectId = FirestoreEmulator.newProjectId();
    private final FirestoreEmulator firestore;
    private final WhatsAppLoopback whatsapp;
    private final Path folder;
    private final List<String> said = new ArrayList<>();

    SessionTransferIT(FirestoreEmulator firestore, WhatsAppLoopback whatsapp, @TempDir Path folder) {
        this.firestore = firestore;
        this.whatsapp = whatsapp;
        this.folder = folder;
    }

    @BeforeEach
    void makeKey() throws IOException {
        Files.writeString(folder.resolve("key"), Base64.getEncoder().encodeToString(new byte[32]) + "\n");
    }

    private RunningConnector start(String volume, TokenIssuer issuer) {
        return RunningConnector.start(projectId, folder.resolve(volume), firestore, whatsapp, issuer);
    }

    /** Runs a command on a volume, and returns the status that it ends with. */
    private int run(String command, String volume, TokenIssuer issuer, String... arguments) {
        said.clear();
        var settings = Map.of("SESSION_COPY_KEY_FILE", folder.resolve("key").toString());
        return TransferCommand.run(
                command,
                List.of(arguments),
                RunningConnector.environment(projectId, folder.resolve(volume), firestore, whatsapp, issuer, settings),
                said::add);
    }

    /** Returns when the last thing that is heard of the message is documented: nothing waits in the journal then. */
    private void send(RunningConnector connector, String account, Phone phone, Contact contact, int count) {
        var body = sendRequest(account, contact.number(), "Message " + count, "m" + count);
        assertThat(connector.post("/api/send", connector.employee("ana"), body).status())
                .isEqualTo(200);
        assertThat(contact.awaitMessagesFrom(phone.number(), count, SOON)).hasSize(count);
        await("its delivery")
                .atMost(SOON)
                .until(() -> firestore
                                .documents(projectId)
                                .whereEqual("whatsapp_messages", "delivery", "delivered")
                                .size()
                        == count);
    }

    @Test
    @Tag("P3")
    void itConnectsWithoutAQrWhereItWasBroughtToAndNowhereElse() {
        var phone = whatsapp.phone("40713100001");
        var contact = whatsapp.contact("40713910001");
        var copies = folder.resolve("copies").toString();
        try (var issuer = TokenIssuer.start(projectId)) {
            String account;
            try (var connector = start("first", issuer)) {
                account = connector.pair("Moving", phone);
                send(connector, account, phone, contact, 1);
            }

            assertThat(run(TransferCommand.EXPORT, "first", issuer, "--to", copies))
                    .as("%s", said)
                    .isZero();
            assertThat(run(TransferCommand.IMPORT, "second", issuer, "--from", copies))
                    .as("%s", said)
                    .isZero();
            try (var connector = start("second", issuer)) {
                connector.awaitStatus(account, "connected");
                send(connector, account, phone, contact, 2);
            }

            assertThat(run(TransferCommand.IMPORT, "third", issuer, "--from", copies))
                    .isEqualTo(1);
            assertThat(said).first().asString().contains("the account has been in use since");
            try (var connector = start("first", issuer)) {
                connector.awaitStatus(account, "session_unreadable");
                await("its reason")
                        .atMost(SOON)
                        .until(() -> firestore
                                .documents(projectId)
                                .get("whatsapp_accounts/" + account)
                                .flatMap(document -> document.text("statusReason"))
                                .filter(reason -> reason.contains("it has been exported"))
                                .isPresent());
            }
        }
        assertThat(whatsapp.counters().of(phone.number()).pairings()).isEqualTo(1);
        assertThat(phone.state().devices()).hasSize(1);
    }
}
