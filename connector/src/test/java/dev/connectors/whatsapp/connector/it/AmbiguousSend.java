package dev.connectors.whatsapp.connector.it;

import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.chat.ChatId;
import dev.connectors.whatsapp.connector.chat.DataLayout;
import dev.connectors.whatsapp.connector.chat.ThreadId;
import dev.connectors.whatsapp.local.auth.TokenIssuer;
import dev.connectors.whatsapp.local.firestore.FirestoreDocument;
import dev.connectors.whatsapp.local.firestore.FirestoreDocuments;
import dev.connectors.whatsapp.local.firestore.FirestoreEmulator;
import dev.connectors.whatsapp.local.firestore.FirestoreEmulatorExtension;
import dev.connectors.whatsapp.local.whatsapp.Behaviour;
import dev.connectors.whatsapp.local.whatsapp.Contact;
import dev.connectors.whatsapp.local.whatsapp.ReadMessage;
import dev.connectors.whatsapp.local.whatsapp.WhatsAppLoopback;
import dev.connectors.whatsapp.local.whatsapp.WhatsAppLoopbackExtension;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

import static dev.connectors.whatsapp.connector.it.RunningConnector.SOON;
import static dev.connectors.whatsapp.connector.it.RunningConnector.sendRequest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What becomes of messages of which nobody knows whether they went out, and of those that failed; in one layout. */
@ExtendWith({FirestoreEmulatorExtension.class, WhatsAppLoopbackExtension.class})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AmbiguousSend {
    private static final AtomicInteger PHONES = new AtomicInteger();
    private static final Duration A_WHILE = Duration.ofSeconds(60);

    private final String projectId = FirestoreEmulator.newProjectId();
    private final DataLayout layout;
    private final WhatsAppLoopback whatsapp;
    private final FirestoreDocuments documents;
    private final TokenIssuer issuer = TokenIssuer.start(projectId);
    private final RunningConnector connector;
    private String number = "";
    private String account = "";

    AmbiguousSend(DataLayout layout, FirestoreEmulator firestore, WhatsAppLoopback whatsapp, Path sessions) {
        this.layout = layout;
        this.whatsapp = whatsapp;
        this.documents = firestore.documents(projectId);
        this.connector = RunningConnector.start(
                projectId,
                sessions,
                firestore,
                whatsapp,
                issuer,
                Map.of(
                        "FIRESTORE_LAYOUT", layout.word(),
                        "SEND_ACK_TIMEOUT_MS", "2000",
                        "RATE_LIMIT_ACCOUNT_PER_MIN", "10000"));
    }

    @BeforeEach
    void pairAnotherAccount() {
        number = "407161%05d".formatted(PHONES.incrementAndGet());
        account = connector.pair("Sales", whatsapp.phone(number));
        whatsapp.clearCounters();
    }

    @AfterEach
    void behave() {
        whatsapp.resetBehaviour();
    }

    @AfterAll
    void stop() {
        connector.close();
        issuer.close();
    }

    private String send(Contact contact, String text) {
        var body = sendRequest(account, contact.number(), text, text);
        var chat = ChatId.parse(contact.number());
        body.put("threadId", layout.threadId(new ThreadId(new AccountId(account), chat)));
        var answer = connector.post("/api/send", connector.employee("ana"), body);
        if (answer.status() == 503) {
            // The emulator fails a commit now and then when a listener leaves in its middle; the answer says what to
            // do.
            answer = connector.post("/api/send", connector.employee("ana"), body);
        }
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json().path("commandId").asString();
    }

    private FirestoreDocument entry(String requestId) {
        var outbox = layout == DataLayout.CANONICAL ? "whatsapp_outbox/" : "outbox/";
        return documents.get(outbox + requestId).orElseThrow();
    }

    private void awaitStatus(String requestId, String status) {
        await(requestId + " is " + status)
                .atMost(A_WHILE)
                .until(() -> entry(requestId).text("status").orElse(""), status::equals);
    }

    private static List<String> texts(List<ReadMessage> messages) {
        return messages.stream().map(message -> message.text().orElse("")).toList();
    }

    @Test
    @Tag("O6")
    void silenceOfTheServerRenewsTheConnectionAndThenTheSameIdGoesOutAgain() {
        var contact = whatsapp.contact("40716900001");
        whatsapp.behave(number, Behaviour.normal().losingMessages());

        var request = send(contact, "Is anybody there?");
        await("a new login")
                .atMost(SOON)
                .until(() -> whatsapp.counters().of(number).logins() >= 1);
        whatsapp.resetBehaviour(number);

        awaitStatus(request, "sent");
        assertThat(texts(contact.awaitMessagesFrom(number, 1, SOON))).containsExactly("Is anybody there?");
        assertThat(whatsapp.counters().of(number).ids()).isEqualTo(1);
        assertThat(whatsapp.counters().of(number).stanzas()).isGreaterThanOrEqualTo(2);
    }

    @Test
    @Tag("O6")
    @Tag("O10")
    void aReceiptSettlesWhatHadNoAcknowledgementWithoutASecondStanza() {
        var contact = whatsapp.contact("40716900002");
        whatsapp.behave(number, Behaviour.normal().droppingAcks());

        var request = send(contact, "Delivered all the same");

        awaitStatus(request, "sent");
        assertThat(texts(contact.messagesFrom(number))).containsExactly("Delivered all the same");
        assertThat(whatsapp.counters().of(number).stanzas()).isEqualTo(1);
    }

    @Test
    @Tag("O5")
    @Tag("O7")
    void aBridgeKilledInTheMiddleOfABurstLosesNothingAndShowsNothingTwice() {
        var contacts = IntStream.range(0, 5)
                .mapToObj(i -> whatsapp.contact("4071690001" + i))
                .toList();
        var requests = new ArrayList<String>();
        for (var i = 0; i < 12; i++) {
            for (var contact : contacts) {
                requests.add(send(contact, "Message " + i));
            }
            if (i == 5) {
                await("some went out")
                        .atMost(SOON)
                        .until(() -> whatsapp.counters().of(number).stanzas() > 5);
                RunningConnector.bridges().forEach(ProcessHandle::destroyForcibly);
            }
        }

        requests.forEach(request -> awaitStatus(request, "sent"));
        var expected = IntStream.range(0, 12).mapToObj(i -> "Message " + i).toList();
        for (var contact : contacts) {
            assertThat(texts(contact.awaitMessagesFrom(number, 12, SOON))).isEqualTo(expected);
        }
        assertThat(whatsapp.counters().of(number))
                .as("stanzas may be repeated, messages may not")
                .satisfies(tally -> assertThat(tally.ids()).isEqualTo(60))
                .satisfies(tally -> assertThat(tally.stanzas()).isBetween(60, 65));
    }

    @Test
    @Tag("O6")
    void aFailedMessageIsPutBackUnderTheSameIdAndKeepsItsHistory() {
        var contact = whatsapp.contact("40716900003");
        whatsapp.behave(number, Behaviour.normal().refusingMessages(406));
        var request = send(contact, "Second chance");
        awaitStatus(request, "failed");
        var path = "/api/v1/outbox/" + request + "/put-back";
        whatsapp.resetBehaviour(number);

        assertThat(connector.post(path, connector.employee("ana"), Map.of()).status())
                .isEqualTo(403);
        var answer = connector.post(path, connector.superAdmin(), Map.of());

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        awaitStatus(request, "sent");
        assertThat(texts(contact.awaitMessagesFrom(number, 1, SOON))).containsExactly("Second chance");
        assertThat(whatsapp.counters().of(number).ids()).isEqualTo(1);
        assertThat(String.valueOf(entry(request).fields().get("history"))).contains("406", "admin", "attempts=1");
        var again = connector.post(path, connector.superAdmin(), Map.of());
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.json().path("error").asString()).isEqualTo("not_failed");
        for (var unknown : List.of("0".repeat(40), "nonsense")) {
            var missing = connector.post("/api/v1/outbox/" + unknown + "/put-back", connector.superAdmin(), Map.of());
            assertThat(missing.status()).isEqualTo(404);
            assertThat(missing.json().path("error").asString()).isEqualTo("unknown_request");
        }
    }

    @Test
    @Tag("O6")
    void aRestrictedAccountBeginsNoConversationsAndGoesOnWithThoseItHas() {
        var friend = whatsapp.contact("40716900004");
        var strangers = List.of(whatsapp.contact("40716900005"), whatsapp.contact("40716900006"));
        friend.writes(number, "Hello");
        await("the friend's message is recorded")
                .atMost(SOON)
                .until(() -> documents
                                .whereEqual(
                                        layout == DataLayout.CANONICAL ? "whatsapp_threads" : "threads",
                                        "accountId",
                                        account)
                                .size()
                        == 1);
        whatsapp.behave(number, Behaviour.normal().refusingMessages(463));
        awaitStatus(send(strangers.getFirst(), "New conversation"), "failed");
        whatsapp.resetBehaviour(number);

        var another = send(strangers.getLast(), "Another one");
        var reply = send(friend, "Hello, too");

        awaitStatus(reply, "sent");
        await("it waits")
                .atMost(SOON)
                .until(() -> entry(another).text("waitingFor").isPresent());
        assertThat(entry(another).text("status")).contains("queued");
        assertThat(entry(another).fields()).containsEntry("attempts", 0L);
        strangers.getLast().writes(number, "Who are you?");
        awaitStatus(another, "sent");
    }
}
