package dev.connectors.whatsapp.connector.it;

import dev.connectors.whatsapp.local.auth.TokenIssuer;
import dev.connectors.whatsapp.local.firestore.FirestoreDocument;
import dev.connectors.whatsapp.local.firestore.FirestoreDocuments;
import dev.connectors.whatsapp.local.firestore.FirestoreEmulator;
import dev.connectors.whatsapp.local.firestore.FirestoreEmulatorExtension;
import dev.connectors.whatsapp.local.whatsapp.Addressing;
import dev.connectors.whatsapp.local.whatsapp.Behaviour;
import dev.connectors.whatsapp.local.whatsapp.Contact;
import dev.connectors.whatsapp.local.whatsapp.ReceiptType;
import dev.connectors.whatsapp.local.whatsapp.WhatsAppLoopback;
import dev.connectors.whatsapp.local.whatsapp.WhatsAppLoopbackExtension;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import static dev.connectors.whatsapp.connector.it.RunningConnector.SOON;
import static dev.connectors.whatsapp.connector.it.RunningConnector.sendRequest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Messages out and in, through the unmodified Baileys. */
@ExtendWith({FirestoreEmulatorExtension.class, WhatsAppLoopbackExtension.class})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FirstMessageIT {
    private static final String SALES = "40711000001";
    private static final String SUPPORT = "40711000002";
    private static final AtomicInteger CONTACTS = new AtomicInteger();

    private final String projectId = FirestoreEmulator.newProjectId();
    private final WhatsAppLoopback whatsapp;
    private final FirestoreDocuments documents;
    private final TokenIssuer issuer = TokenIssuer.start(projectId);
    private final RunningConnector connector;
    private String sales = "";
    private String support = "";
    private Contact contact;

    FirstMessageIT(FirestoreEmulator firestore, WhatsAppLoopback whatsapp, @TempDir Path sessions) {
        this.whatsapp = whatsapp;
        this.documents = firestore.documents(projectId);
        this.connector = RunningConnector.start(projectId, sessions, firestore, whatsapp, issuer);
        this.contact = whatsapp.contact("40711900000");
    }

    @BeforeAll
    void pairTwoAccounts() {
        sales = connector.pair("Sales", whatsapp.phone(SALES));
        support = connector.pair("Support", whatsapp.phone(SUPPORT));
    }

    @BeforeEach
    void anotherContact() {
        contact = whatsapp.contact("407119" + "%05d".formatted(CONTACTS.incrementAndGet()));
    }

    @AfterAll
    void stop() {
        connector.close();
        issuer.close();
    }

    private RunningConnector.Answer send(String account, String text, String clientMessageId) {
        return connector.post(
                "/api/send", connector.employee("ana"), sendRequest(account, contact.number(), text, clientMessageId));
    }

    private FirestoreDocument entry(RunningConnector.Answer accepted) {
        return documents
                .get("whatsapp_outbox/" + accepted.json().path("commandId").asString())
                .orElseThrow();
    }

    private void awaitEntry(RunningConnector.Answer accepted, String status) {
        await("outbox entry is " + status)
                .atMost(SOON)
                .until(() -> entry(accepted).text("status").orElse(""), status::equals);
    }

    private FirestoreDocument message(RunningConnector.Answer accepted) {
        var waMessageId = entry(accepted).text("waMessageId").orElseThrow();
        return documents
                .whereEqual("whatsapp_messages", "waMessageId", waMessageId)
                .getFirst();
    }

    @Test
    @Tag("O1")
    @Tag("O6")
    @Tag("O9")
    @Tag("H10")
    void aMessageReachesItsContactUnderTheIdInTheOutbox() {
        var accepted = send(sales, "Good morning", "m1");

        var read = contact.awaitMessagesFrom(SALES, 1, SOON);
        awaitEntry(accepted, "sent");

        assertThat(accepted.status()).isEqualTo(200);
        assertThat(accepted.json().path("ok").asBoolean()).isTrue();
        assertThat(read).singleElement().satisfies(message -> {
            assertThat(message.text()).contains("Good morning");
            assertThat(entry(accepted).text("waMessageId")).contains(message.id());
        });
        var thread = documents
                .get("whatsapp_threads/" + sales + "_" + contact.number() + "@s.whatsapp.net")
                .orElseThrow();
        assertThat(thread.text("lastMessagePreview")).contains("Good morning");
        assertThat(thread.text("lastMessageDirection")).contains("outbound");
        assertThat(thread.text("ownerUid")).contains("ana");
        assertThat(message(accepted).text("direction")).contains("outbound");
    }

    @Test
    @Tag("O6")
    @Tag("O10")
    void withoutTheServersAcknowledgementAMessageStaysProcessing() {
        whatsapp.behave(SALES, Behaviour.normal().droppingAcks().withoutDeliveryReceipts());

        var accepted = send(sales, "Is anybody there?", "m1");

        assertThat(contact.awaitMessagesFrom(SALES, 1, SOON)).hasSize(1);
        await("it is not called sent")
                .during(Duration.ofSeconds(2))
                .atMost(SOON)
                .until(() -> entry(accepted).text("status").orElse(""), "processing"::equals);
        assertThat(message(accepted).text("delivery")).contains("queued");
        whatsapp.resetBehaviour(SALES);
        whatsapp.phone(SALES).closeConnections(428);
        awaitEntry(accepted, "sent");
        assertThat(contact.messagesFrom(SALES))
                .as("the repeat carries the same id")
                .hasSize(1);
    }

    @Test
    @Tag("A2")
    void aConnectionThatAnotherOneReplacedComesBackOnlyAfterAWhile() {
        whatsapp.phone(SALES).closeConnections(440);

        await("it is said why")
                .atMost(SOON)
                .until(
                        () -> connector.get("/health", Optional.empty()).text(),
                        text -> text.contains("replaced by another"));
        connector.awaitStatus(sales, "connected");
    }

    @Test
    @Tag("O6")
    void sentIsWrittenAfterTheAcknowledgementAndNotBefore() {
        whatsapp.behave(SALES, Behaviour.normal().delayingAcks(Duration.ofSeconds(2)));

        var accepted = send(sales, "Slowly", "m1");
        await("WhatsApp has the stanza")
                .atMost(SOON)
                .until(() -> whatsapp.counters().of(SALES).stanzas() == 1);

        assertThat(entry(accepted).text("status")).contains("processing");
        awaitEntry(accepted, "sent");
    }

    @Test
    @Tag("O6")
    void aMessageThatTheServerRefusesForGoodFailsOnBothDocuments() {
        // This account begins no conversations from here on; the other tests are another's.
        whatsapp.behave(SUPPORT, Behaviour.normal().refusingMessages(463));

        var accepted = send(support, "New conversation", "m1");

        awaitEntry(accepted, "failed");
        assertThat(message(accepted).text("delivery")).contains("failed");
        assertThat(entry(accepted).text("error").orElse("")).contains("463");
        assertThat(message(accepted).text("error").orElse("")).contains("463");
        assertThat(contact.messagesFrom(SUPPORT)).isEmpty();
        assertThat(whatsapp.counters().of(SUPPORT).stanzas())
                .as("never tried again")
                .isEqualTo(1);
    }

    @Test
    @Tag("O6")
    void aMessageThatTheServerRefusesForNowIsTriedAgainUnderTheSameId() {
        whatsapp.behave(SALES, Behaviour.normal().refusingMessages(479));

        var accepted = send(sales, "Try again", "m1");
        await().atMost(SOON).until(() -> whatsapp.counters().of(SALES).refused() > 0);
        whatsapp.resetBehaviour(SALES);

        awaitEntry(accepted, "sent");
        assertThat(contact.messagesFrom(SALES)).hasSize(1);
        assertThat(whatsapp.counters().of(SALES).ids()).isEqualTo(1);
    }

    @Test
    @Tag("O2")
    void theSameRequestTwiceIsOneMessage() {
        var first = send(sales, "Once", "m1");
        awaitEntry(first, "sent");

        var second = send(sales, "Once", "m1");

        assertThat(first.json().path("duplicate").asBoolean()).isFalse();
        assertThat(second.json().path("duplicate").asBoolean()).isTrue();
        assertThat(second.json().path("commandId")).isEqualTo(first.json().path("commandId"));
        assertThat(contact.awaitMessagesFrom(SALES, 1, SOON)).hasSize(1);
        assertThat(whatsapp.counters().of(SALES).stanzas()).isEqualTo(1);
    }

    @Test
    void everySpellingOfANumberIsOneRecipientAndOneThread() {
        var number = contact.number();
        var spellings = List.of(
                "+" + number + "@s.whatsapp.net",
                number,
                "+" + number.substring(0, 2) + " " + number.substring(2, 5) + " " + number.substring(5, 8) + " "
                        + number.substring(8));

        for (var spelling : spellings) {
            var body = sendRequest(sales, number, "To " + spelling, "m-" + spelling);
            body.put("to", spelling);
            body.put("chatId", spelling);
            body.put("threadId", sales + "_" + spelling);
            assertThat(connector
                            .post("/api/send", connector.employee("ana"), body)
                            .status())
                    .as(spelling)
                    .isEqualTo(200);
        }

        assertThat(contact.awaitMessagesFrom(SALES, 3, SOON))
                .extracting(message -> message.text().orElse(""))
                .containsExactlyElementsOf(
                        spellings.stream().map(s -> "To " + s).toList());
        assertThat(documents.whereEqual("whatsapp_threads", "chatId", number + "@s.whatsapp.net"))
                .hasSize(1);
    }

    @Test
    @Tag("I1")
    @Tag("I3")
    void theSameContactWritingToTwoAccountsGivesTwoThreads() {
        contact.writes(SALES, "To sales");
        contact.writes(SUPPORT, "To support");

        await().atMost(SOON)
                .until(() -> documents
                                .whereEqual("whatsapp_messages", "chatId", contact.number() + "@s.whatsapp.net")
                                .size()
                        == 2);

        var chat = contact.number() + "@s.whatsapp.net";
        assertThat(documents.whereEqual("whatsapp_threads", "chatId", chat))
                .extracting(FirestoreDocument::id)
                .containsExactlyInAnyOrder(sales + "_" + chat, support + "_" + chat);
        assertThat(documents
                        .get("whatsapp_threads/" + sales + "_" + chat)
                        .orElseThrow()
                        .text("lastMessagePreview"))
                .contains("To sales");
        assertThat(documents
                        .get("whatsapp_threads/" + support + "_" + chat)
                        .orElseThrow()
                        .text("lastMessageDirection"))
                .contains("inbound");
    }

    @Test
    @Tag("I1")
    void aStanzaDeliveredTwiceIsOneMessage() {
        var written = contact.writes(SALES, "Only once");
        var chat = contact.number() + "@s.whatsapp.net";
        await().atMost(SOON)
                .until(() -> documents
                                .whereEqual("whatsapp_messages", "waMessageId", written.id())
                                .size()
                        == 1);

        whatsapp.redeliver(SALES, written.id(), true);
        whatsapp.redeliver(SALES, written.id(), false);
        contact.writes(SALES, "Afterwards", Addressing.LID, Optional.empty());

        await().atMost(SOON)
                .until(() -> documents.whereEqual("whatsapp_messages", "chatId", chat).stream()
                        .anyMatch(message -> message.text("body").equals(Optional.of("Afterwards"))));
        assertThat(documents.whereEqual("whatsapp_messages", "waMessageId", written.id()))
                .hasSize(1);
    }

    @Test
    @Tag("O10")
    void receiptsMoveAMessageForward() {
        var accepted = send(sales, "Read me", "m1");
        awaitEntry(accepted, "sent");
        await().atMost(SOON).until(() -> message(accepted).text("delivery").orElse(""), "delivered"::equals);

        contact.confirms(SALES, entry(accepted).text("waMessageId").orElseThrow(), ReceiptType.READ);

        await().atMost(SOON).until(() -> message(accepted).text("delivery").orElse(""), "read"::equals);
    }
}
