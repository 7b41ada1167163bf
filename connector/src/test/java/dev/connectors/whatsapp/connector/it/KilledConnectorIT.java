package dev.connectors.whatsapp.connector.it;

import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.chat.ChatId;
import dev.connectors.whatsapp.connector.chat.DataLayout;
import dev.connectors.whatsapp.connector.chat.ThreadId;
import dev.connectors.whatsapp.local.auth.TokenIssuer;
import dev.connectors.whatsapp.local.firestore.FirestoreEmulator;
import dev.connectors.whatsapp.local.firestore.FirestoreEmulatorExtension;
import dev.connectors.whatsapp.local.whatsapp.WhatsAppLoopback;
import dev.connectors.whatsapp.local.whatsapp.WhatsAppLoopbackExtension;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static dev.connectors.whatsapp.connector.it.RunningConnector.SOON;
import static dev.connectors.whatsapp.connector.it.RunningConnector.sendRequest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** kill -9 of connector and bridge at once, in the middle of sending. */
@ExtendWith({FirestoreEmulatorExtension.class, WhatsAppLoopbackExtension.class})
class KilledConnectorIT {
    private static final int CONTACTS = 6;
    private static final int MESSAGES = 10;

    @ParameterizedTest
    @EnumSource(DataLayout.class)
    @Tag("O5")
    @Tag("O7")
    void whatWasAcceptedIsShownOnceAndInOrder(
            DataLayout layout, FirestoreEmulator firestore, WhatsAppLoopback whatsapp, @TempDir Path folder) {
        var digit = layout == DataLayout.CANONICAL ? 1 : 2;
        var projectId = FirestoreEmulator.newProjectId();
        var phone = whatsapp.phone("4071810000" + digit);
        var contacts = IntStream.range(0, CONTACTS)
                .mapToObj(i -> whatsapp.contact("40718900%d%02d".formatted(digit, i)))
                .toList();
        var settings = Map.of(
                "FIRESTORE_LAYOUT", layout.word(),
                "WORKER_ID", "shard-0",
                "RATE_LIMIT_ACCOUNT_PER_MIN", "10000");
        try (var issuer = TokenIssuer.start(projectId)) {
            try (var connector =
                    RunningConnector.startToBeKilled(projectId, folder, firestore, whatsapp, issuer, settings)) {
                var account = connector.pair("Sales", phone);
                for (var i = 0; i < MESSAGES; i++) {
                    for (var contact : contacts) {
                        var body = sendRequest(account, contact.number(), "Message " + i, "m" + i);
                        var chat = ChatId.parse(contact.number());
                        body.put("threadId", layout.threadId(new ThreadId(new AccountId(account), chat)));
                        // Repeated until it is accepted, as the answer asks for.
                        await().atMost(SOON)
                                .until(() -> connector
                                                .post("/api/send", connector.employee("ana"), body)
                                                .status()
                                        == 200);
                    }
                }
                await("some are out, some are not")
                        .atMost(SOON)
                        .until(() -> whatsapp.counters().of(phone.number()).stanzas() > CONTACTS);
            }
            try (var successor =
                    RunningConnector.startToBeKilled(projectId, folder, firestore, whatsapp, issuer, settings)) {
                var outbox = layout == DataLayout.CANONICAL ? "whatsapp_outbox" : "outbox";
                await("all are sent")
                        .atMost(Duration.ofSeconds(60))
                        .until(() -> firestore
                                        .documents(projectId)
                                        .whereEqual(outbox, "status", "sent")
                                        .size()
                                == CONTACTS * MESSAGES);
                assertThat(successor.get("/healthz", Optional.empty()).status()).isEqualTo(200);
            }
        }

        var expected =
                IntStream.range(0, MESSAGES).mapToObj(i -> "Message " + i).toList();
        for (var contact : contacts) {
            assertThat(contact.awaitMessagesFrom(phone.number(), MESSAGES, SOON))
                    .extracting(message -> message.text().orElse(""))
                    .isEqualTo(expected);
        }
        var tally = whatsapp.counters().of(phone.number());
        assertThat(tally.ids()).isEqualTo(CONTACTS * MESSAGES);
        // Only what was under way at the kill and neither acknowledged nor receipted may be written again.
        assertThat(tally.stanzas()).isBetween(CONTACTS * MESSAGES, CONTACTS * MESSAGES + CONTACTS);
    }
}
