package dev.connectors.whatsapp.connector.it;

import com.google.cloud.firestore.Firestore;
import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.chat.ChatId;
import dev.connectors.whatsapp.connector.chat.DataLayout;
import dev.connectors.whatsapp.connector.chat.ThreadId;
import dev.connectors.whatsapp.connector.config.Settings.FirestoreSettings;
import dev.connectors.whatsapp.connector.firestore.Calls;
import dev.connectors.whatsapp.connector.firestore.FirestoreClients;
import dev.connectors.whatsapp.connector.firestore.Layout;
import dev.connectors.whatsapp.connector.it.RunningConnector.Answer;
import dev.connectors.whatsapp.local.auth.TokenIssuer;
import dev.connectors.whatsapp.local.firestore.FirestoreDocuments;
import dev.connectors.whatsapp.local.firestore.FirestoreEmulator;
import dev.connectors.whatsapp.local.firestore.FirestoreEmulatorExtension;
import dev.connectors.whatsapp.local.whatsapp.Contact;
import dev.connectors.whatsapp.local.whatsapp.Phone;
import dev.connectors.whatsapp.local.whatsapp.WhatsAppLoopback;
import dev.connectors.whatsapp.local.whatsapp.WhatsAppLoopbackExtension;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static dev.connectors.whatsapp.connector.it.RunningConnector.SOON;
import static dev.connectors.whatsapp.connector.it.RunningConnector.sendRequest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What client applications count on, endpoint by endpoint, over HTTP and in one layout. What a request gets that is wrong in
 * itself is tested in {@link HttpRefusals}.
 */
@ExtendWith({FirestoreEmulatorExtension.class, WhatsAppLoopbackExtension.class})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class HttpContract {
    private static final AtomicInteger CONTACTS = new AtomicInteger();
    private static final AtomicInteger PHONES = new AtomicInteger();
    private static final String APP = "https://app.example.com";
    /** More than any test here sends as one person, except the one that wants to know. */
    private static final int USER_LIMIT = 60;

    private final DataLayout data;
    private final String projectId = FirestoreEmulator.newProjectId();
    private final FirestoreDocuments documents;
    private final Firestore firestore;
    private final Layout layout;
    private final WhatsAppLoopback whatsapp;
    private final TokenIssuer issuer = TokenIssuer.start(projectId);
    private final RunningConnector connector;
    private String sales = "";
    private Phone phone;
    private Contact contact;

    HttpContract(DataLayout data, FirestoreEmulator emulator, WhatsAppLoopback whatsapp, Path sessions) {
        this.data = data;
        this.documents = emulator.documents(projectId);
        this.firestore = FirestoreClients.open(
                new FirestoreSettings(projectId, data, Optional.of(emulator.hostAndPort()), Optional.empty()));
        this.layout = new Layout(firestore, data);
        this.whatsapp = whatsapp;
        this.connector = RunningConnector.start(
                projectId,
                sessions,
                emulator,
                whatsapp,
                issuer,
                Map.of(
                        "FIRESTORE_LAYOUT",
                        data.word(),
                        "RATE_LIMIT_USER_PER_MIN",
                        String.valueOf(USER_LIMIT),
                        "RATE_LIMIT_ACCOUNT_PER_MIN",
                        "1000",
                        "CORS_ALLOWED_ORIGINS",
                        APP));
        this.phone = newPhone();
        this.contact = newContact();
    }

    private Phone newPhone() {
        return whatsapp.phone("407130%03d97".formatted(PHONES.incrementAndGet()));
    }

    private Contact newContact() {
        return whatsapp.contact("407190%05d".formatted(CONTACTS.incrementAndGet()));
    }

    @BeforeAll
    void pairAnAccount() {
        sales = connector.pair("Sales", phone);
    }

    @BeforeEach
    void anotherContact() {
        contact = newContact();
    }

    @AfterAll
    void stop() {
        connector.close();
        firestore.shutdownNow();
        issuer.close();
    }

    private Optional<String> ana() {
        return connector.employee("ana-" + contact.number());
    }

    private String jid() {
        return contact.number() + "@s.whatsapp.net";
    }

    private ThreadId thread(String accountId) {
        return new ThreadId(new AccountId(accountId), ChatId.parse(contact.number()));
    }

    private String threadId() {
        return data.threadId(thread(sales));
    }

    private Answer send(Optional<String> caller, String text, String clientMessageId) {
        return connector.post("/api/send", caller, sendRequest(data, sales, contact.number(), text, clientMessageId));
    }

    private Map<String, Object> proxyRequest(String text, String clientMessageId) {
        return new HashMap<>(Map.of(
                "threadId", threadId(),
                "accountId", sales,
                "toJid", jid(),
                "text", text,
                "clientMessageId", clientMessageId));
    }

    private static List<String> names(JsonNode json) {
        return List.copyOf(json.propertyNames());
    }

    private static void assertRefused(Answer answer, int status, String error) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.json().path("error").asString()).isEqualTo(error);
    }

    private static void assertProblem(Answer answer, int status, String error) {
        assertRefused(answer, status, error);
        assertThat(answer.headers().firstValue("content-type")).contains("application/problem+json");
        assertThat(answer.json().path("type").asString()).isEqualTo("urn:whatsapp-connector:problem:" + error);
        assertThat(answer.json().path("status").asInt()).isEqualTo(status);
        assertThat(answer.json().path("detail").asString()).isNotEmpty();
    }

    private void awaitSent(String requestId) {
        await("the request is sent")
                .atMost(SOON)
                .until(
                        () -> connector
                                .get("/api/v1/outbox/" + requestId, ana())
                                .json()
                                .path("status")
                                .asString(),
                        "sent"::equals);
    }

    private static <T> List<T> allAtOnce(List<Callable<T>> calls) throws InterruptedException, ExecutionException {
        var results = new ArrayList<T>();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var outcome : executor.invokeAll(calls)) {
                results.add(outcome.get());
            }
        }
        return results;
    }

    @Test
    @Tag("H4")
    void metricsAreTheSevenNumbers() {
        var accepted = send(ana(), "Counted", "m1");
        awaitSent(accepted.json().path("commandId").asString());

        var metrics = await("the numbers are looked up anew")
                .atMost(SOON)
                .until(
                        () -> connector.get("/metrics-json", Optional.empty()).json(),
                        json -> json.path("sentLast5m").asInt() > 0);

        assertThat(names(metrics))
                .containsExactly(
                        "activeAccounts",
                        "queuedCount",
                        "processingCount",
                        "sentLast5m",
                        "failedLast5m",
                        "reconnectCount",
                        "outboxLagSeconds");
        assertThat(metrics.path("activeAccounts").asInt()).isPositive();
        assertThat(metrics)
                .allSatisfy(number -> assertThat(number.isIntegralNumber()).isTrue());
    }

    @Test
    @Tag("H5")
    void theDashboardShowsEveryAccountAndHowTheConnectorIs() {
        awaitSent(send(ana(), "Shown", "m1").json().path("commandId").asString());

        var dashboard = await().atMost(SOON)
                .until(
                        () -> connector.get("/api/status/dashboard", ana()).json(),
                        json -> account(json, sales).hasNonNull("lastMessageAt"));

        assertThat(names(dashboard)).containsExactly("timestamp", "service", "storage", "accounts", "summary");
        assertThat(names(dashboard.path("service"))).containsExactly("status", "uptime", "version");
        assertThat(names(dashboard.path("storage"))).containsExactly("path", "writable", "totalAccounts");
        assertThat(dashboard.at("/storage/writable").asBoolean()).isTrue();
        assertThat(names(dashboard.path("summary")))
                .containsExactly("connected", "connecting", "disconnected", "needs_qr", "total");
        var shown = account(dashboard, sales);
        assertThat(names(shown))
                .containsExactly(
                        "accountId",
                        "phone",
                        "status",
                        "lastEventAt",
                        "lastMessageAt",
                        "lastSeen",
                        "reconnectCount",
                        "reconnectAttempts",
                        "needsQR");
        assertThat(shown.path("phone").asString()).isEqualTo("+407****97");
        assertThat(shown.path("status").asString()).isEqualTo("connected");
        assertThat(shown.path("needsQR").asBoolean()).isFalse();
    }

    private static JsonNode account(JsonNode dashboard, String accountId) {
        for (var account : dashboard.path("accounts")) {
            if (account.path("accountId").asString().equals(accountId)) {
                return account;
            }
        }
        throw new AssertionError(accountId + " is not in " + dashboard);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/whatsapp/add-account", "/api/accounts", "/whatsappProxyAddAccount"})
    @Tag("H6")
    @Tag("H8")
    @Tag("H12")
    void anAccountIsAddedAndShowsItsQr(String path) {
        var number = newPhone().number();

        var added = connector.post(path, connector.superAdmin(), Map.of("name", "Another", "phone", "+" + number));

        assertThat(added.status()).as(added.text()).isEqualTo(200);
        assertThat(added.json().path("success").asBoolean()).isTrue();
        var accountId = added.json().at("/account/accountId").asString();
        assertThat(added.json().at("/account/status").asString()).isEqualTo("connecting");
        await().atMost(SOON).until(() -> connector.qrPictureNow(accountId), Optional::isPresent);
        var page = connector.get("/api/whatsapp/qr/" + accountId, connector.superAdmin());
        assertThat(page.headers().firstValue("content-type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/html"));
        var pairing = connector.get("/api/v1/accounts/" + accountId + "/pairing", connector.superAdmin());
        assertThat(pairing.json().path("qrCode").asString()).startsWith("data:image/png;base64,");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/whatsapp/accounts", "/whatsappProxyGetAccounts"})
    @Tag("H7")
    @Tag("H12")
    void accountsAreListedWithTheirPhonesMasked(String path) {
        var answer = connector.get(path, ana());

        assertThat(answer.json().path("success").asBoolean()).isTrue();
        assertThat(answer.json().path("accounts")).anySatisfy(account -> {
            assertThat(names(account)).containsExactly("id", "name", "phone", "status");
            assertThat(account.path("id").asString()).isEqualTo(sales);
            assertThat(account.path("name").asString()).isEqualTo("Sales");
            assertThat(account.path("phone").asString()).isEqualTo("+407****97");
        });
        assertThat(answer.text()).doesNotContain(phone.number());
    }

    @Test
    @Tag("H9")
    void aMessageIsSentToARecipientAndIsAnotherOneEachTime() {
        var body = new HashMap<>(Map.of("accountId", sales, "to", "+" + contact.number(), "message", "Good morning"));

        var first = connector.post("/api/whatsapp/send-message", ana(), body);
        var second = connector.post("/api/whatsapp/send-message", ana(), body);

        assertThat(first.status()).as(first.text()).isEqualTo(200);
        assertThat(names(first.json())).containsExactly("success", "requestId", "duplicate");
        assertThat(second.json().path("duplicate").asBoolean()).isFalse();
        assertThat(second.json().path("requestId")).isNotEqualTo(first.json().path("requestId"));
        assertThat(contact.awaitMessagesFrom(phone.number(), 2, SOON))
                .extracting(message -> message.text().orElse(""))
                .containsExactly("Good morning", "Good morning");
    }

    @Test
    @Tag("H10")
    void aCommandIsAccepted() {
        var accepted = send(ana(), "Hello", "m1");

        assertThat(accepted.status()).as(accepted.text()).isEqualTo(200);
        assertThat(accepted.json().path("ok").asBoolean()).isTrue();
        var entry = documents
                .get(layout.outbox().getId() + "/"
                        + accepted.json().path("commandId").asString())
                .orElseThrow();
        assertThat(entry.text("body")).contains("Hello");
        assertThat(entry.text("threadId")).contains(threadId());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0000 and \u0001", "\ud800 alone", "שלום 👩‍👩‍👧 \u202e", "{\"text\":1}\r\n"})
    @Tag("H10")
    void aTextMayHaveAnyCharacters(String text) {
        var accepted = send(ana(), text, "m1");

        assertThat(accepted.status()).as(accepted.text()).isEqualTo(200);
        awaitSent(accepted.json().path("commandId").asString());
    }

    @Test
    @Tag("H11")
    void theProxyAcceptsTheSameInItsWords() {
        var accepted = connector.post("/whatsappProxySend", ana(), proxyRequest("Hello", "m1"));

        assertThat(accepted.status()).as(accepted.text()).isEqualTo(200);
        assertThat(names(accepted.json())).containsExactly("success", "requestId", "duplicate");
        assertThat(accepted.json().path("success").asBoolean()).isTrue();
        assertThat(accepted.json().path("duplicate").asBoolean()).isFalse();
    }

    @Test
    @Tag("O2")
    void whateverTheSpellingTheSameRequestIsTheSame() {
        var recipient = Map.of("accountId", sales, "to", contact.number(), "clientMessageId", "m1");
        var named = new HashMap<>(recipient);
        named.put("message", "Once");
        var present = new HashMap<>(recipient);
        present.put("text", "Once");
        var first = send(ana(), "Once", "m1");

        var others = List.of(
                connector.post("/whatsappProxySend", ana(), proxyRequest("Once", "m1")),
                connector.post("/api/whatsapp/send-message", ana(), named),
                connector.post("/api/v1/messages", ana(), present));

        assertThat(others).allSatisfy(answer -> {
            assertThat(answer.json().path("duplicate").asBoolean())
                    .as(answer.text())
                    .isTrue();
            assertThat(answer.json().path("requestId")).isEqualTo(first.json().path("commandId"));
        });
        assertThat(contact.awaitMessagesFrom(phone.number(), 1, SOON)).hasSize(1);
    }

    @Test
    @Tag("S3")
    @Tag("H10")
    @Tag("H11")
    void onlyOwnerAndCoWritersSend() {
        send(ana(), "Mine", "m1");
        var bob = connector.employee("bob");

        var refused = send(bob, "Mine too", "m1");
        var byProxy = connector.post("/whatsappProxySend", bob, proxyRequest("Mine too", "m1"));
        assertRefused(refused, 403, "not_thread_writer");
        assertRefused(byProxy, 403, "not_thread_writer");
        assertThat(byProxy.json().path("message").asString())
                .isEqualTo("Only thread owner or co-writers can send messages");
        assertProblem(
                connector.post(
                        "/api/v1/messages", bob, Map.of("accountId", sales, "to", contact.number(), "text", "Mine")),
                403,
                "not_thread_writer");

        Calls.await(layout.thread(thread(sales)).update("coWriterUids", List.of("bob")));
        assertThat(send(bob, "Ours", "m1").status()).isEqualTo(200);
    }

    @Test
    @Tag("S3")
    @Tag("H10")
    void aLockedThreadRefusesEveryone() {
        send(ana(), "Before", "m1");
        Calls.await(layout.thread(thread(sales)).update("locked", true));

        assertRefused(send(ana(), "After", "m2"), 403, "thread_locked");
        assertRefused(connector.post("/whatsappProxySend", ana(), proxyRequest("After", "m2")), 403, "thread_locked");
    }

    @Test
    @Tag("S3")
    void ofAHundredFirstSendersOneBecomesTheOwner() throws InterruptedException, ExecutionException {
        var begin = Instant.now();

        var answers = allAtOnce(IntStream.range(0, 100)
                .<Callable<Answer>>mapToObj(i -> () -> send(connector.employee("first-" + i), "Mine", "m1"))
                .toList());

        assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(10));
        assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(1);
        assertThat(answers)
                .filteredOn(answer -> answer.status() != 200)
                .allSatisfy(answer -> assertRefused(answer, 403, "not_thread_writer"));
    }

    @Test
    @Tag("O2")
    void fiftyRepeatsAtOnceAreOneMessage() throws InterruptedException, ExecutionException {
        var answers = allAtOnce(IntStream.range(0, 50)
                .<Callable<Answer>>mapToObj(i -> () -> send(ana(), "Once", "m1"))
                .toList());

        assertThat(answers).extracting(Answer::status).containsOnly(200);
        assertThat(answers)
                .filteredOn(answer -> !answer.json().path("duplicate").asBoolean())
                .hasSize(1);
        awaitSent(answers.getFirst().json().path("commandId").asString());
        assertThat(contact.awaitMessagesFrom(phone.number(), 1, SOON)).hasSize(1);
        assertThat(documents.whereEqual(layout.outbox().getId(), "threadId", threadId()))
                .hasSize(1);
    }

    @Test
    @Tag("S5")
    void aCallerWhoAsksTooOftenIsToldWhenToComeBack() {
        var hasty = connector.employee("hasty");
        var requests = new AtomicInteger();
        Callable<Answer> next = () -> {
            requests.incrementAndGet();
            return connector.post("/api/send", hasty, Map.of());
        };

        var refused =
                await().pollInterval(Duration.ofMillis(1)).atMost(SOON).until(next, answer -> answer.status() == 429);

        assertRefused(refused, 429, "rate_limited");
        assertThat(refused.headers().firstValueAsLong("retry-after")).hasValue(1);
        assertThat(requests.get()).isGreaterThan(USER_LIMIT);
        assertThat(connector.get("/api/whatsapp/accounts", hasty).status()).isEqualTo(200);
        assertThat(send(ana(), "Somebody else", "m1").status()).isEqualTo(200);
    }

    @Test
    @Tag("S5")
    void whatWouldWaitLongerThanAMinuteForTheAccountsPaceIsRefused() {
        var slow = connector.pair("Slow", newPhone());
        Calls.await(layout.account(new AccountId(slow)).update("messagesPerMinute", 3));
        var requests = new AtomicInteger();
        Callable<Answer> next = () -> connector.post(
                "/api/v1/messages",
                ana(),
                Map.of(
                        "accountId",
                        slow,
                        "to",
                        contact.number(),
                        "text",
                        "Slowly",
                        "clientMessageId",
                        "m" + requests.incrementAndGet()));

        var refused = await().atMost(SOON).until(next, answer -> answer.status() == 429);

        assertProblem(refused, 429, "account_rate_limited");
        assertThat(refused.headers().firstValueAsLong("retry-after").orElseThrow())
                .isBetween(1L, 60L);
        assertThat(requests.get()).as("three go out, three wait").isBetween(4, 7);
        var repeated = connector.post(
                "/api/v1/messages",
                ana(),
                Map.of("accountId", slow, "to", contact.number(), "text", "Slowly", "clientMessageId", "m1"));
        assertThat(repeated.json().path("duplicate").asBoolean())
                .as("a repetition needs no room: %s", repeated.text())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/whatsapp/accounts/%s/reset", "/api/v1/accounts/%s/reset"})
    @Tag("H13")
    void aResetUnlinksThePhoneAndShowsANewQr(String path) {
        var linked = newPhone();
        var accountId = connector.pair("To be reset", linked);

        var answer = connector.post(path.formatted(accountId), connector.superAdmin(), Map.of());

        assertThat(answer.status()).as(answer.text()).isIn(200, 202);
        await("the phone lists no device")
                .atMost(SOON)
                .until(() -> linked.state().devices().isEmpty());
        connector.link(accountId, linked);
        await("the reset is done")
                .atMost(SOON)
                .until(() -> documents.list(layout.sessionResets().getId()).isEmpty());
        assertThat(connector.status(accountId)).isEqualTo("connected");
    }

    @Test
    @Tag("H12")
    void theProxyRegeneratesTheQrOfAnAccountThatNeedsOne() {
        var waiting = connector.addAccount("Waiting", newPhone().number());
        var before = await().atMost(SOON).until(() -> connector.qrPictureNow(waiting), Optional::isPresent);

        var answer = connector.post("/whatsappProxyRegenerateQr", connector.superAdmin(), Map.of("accountId", waiting));

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.json().at("/account/accountId").asString()).isEqualTo(waiting);
        await("there is another picture")
                .atMost(SOON)
                .until(() -> connector.qrPictureNow(waiting), now -> now.isPresent() && !now.equals(before));
        assertRefused(
                connector.post("/whatsappProxyRegenerateQr", connector.superAdmin(), Map.of("accountId", sales)),
                409,
                "account_connected");
    }

    @Test
    void accountsAreShownInTheNewWayToo() {
        var list = connector.get("/api/v1/accounts", ana());
        var one = connector.get("/api/v1/accounts/" + sales, ana());

        assertThat(list.json().path("accounts").findValuesAsString("accountId")).contains(sales);
        assertThat(one.json().path("status").asString()).isEqualTo("connected");
        assertThat(one.json().path("phone").asString()).isEqualTo("+407****97");
        assertThat(list.text() + one.text()).doesNotContain(phone.number());
        assertProblem(connector.get("/api/v1/accounts/nobody", ana()), 404, "unknown_account");
        assertProblem(
                connector.get("/api/v1/accounts/" + sales + "/pairing", connector.superAdmin()),
                404,
                "nothing_to_link");
    }

    @Test
    void anAccountIsAddedInTheNewWayToo() {
        var body = Map.of("name", "New", "phone", newPhone().number());

        assertThat(connector
                        .post("/api/v1/accounts", connector.superAdmin(), body)
                        .status())
                .isEqualTo(201);
        assertProblem(connector.post("/api/v1/accounts", connector.superAdmin(), body), 409, "account_exists");
    }

    @Test
    void aThreadsMessagesAreReadPageByPageNewestFirst() {
        for (var i = 0; i < 5; i++) {
            send(ana(), "Message " + i, "m" + i);
        }
        var path = "/api/v1/threads/" + threadId() + "/messages?limit=2";

        var first = connector.get(path, ana()).json();
        var second = connector
                .get(path + "&pageToken=" + first.path("nextPageToken").asString(), ana())
                .json();
        var third = connector
                .get(path + "&pageToken=" + second.path("nextPageToken").asString(), ana())
                .json();

        assertThat(List.of(first, second, third))
                .extracting(page -> page.path("messages").findValuesAsString("body"))
                .containsExactly(
                        List.of("Message 4", "Message 3"), List.of("Message 2", "Message 1"), List.of("Message 0"));
        assertThat(third.has("nextPageToken")).isFalse();
        assertProblem(
                connector.get("/api/v1/threads/" + data.threadId(thread("nobody")) + "/messages", ana()),
                404,
                "unknown_thread");
    }

    @Test
    void theThreadWithTheLatestMessageComesFirst() {
        send(ana(), "Earlier", "m1");
        var earlier = threadId();
        contact = newContact();
        send(ana(), "Later", "m1");

        var threads = connector
                .get("/api/v1/threads?limit=2&accountId=" + sales, ana())
                .json();

        assertThat(threads.path("threads").findValuesAsString("threadId")).containsExactly(threadId(), earlier);
        assertThat(threads.at("/threads/0/lastMessagePreview").asString()).isEqualTo("Later");
    }

    @Test
    void theOutboxIsFilteredByStateAndReadPageByPage() {
        var requestId = send(ana(), "Listed", "m1").json().path("commandId").asString();
        awaitSent(requestId);
        var path = "/api/v1/outbox?accountId=" + sales + "&limit=1";

        var sent = connector.get(path + "&status=sent", connector.superAdmin()).json();
        var next = connector
                .get(path + "&pageToken=" + sent.path("nextPageToken").asString(), connector.superAdmin())
                .json();
        var failed =
                connector.get(path + "&status=failed", connector.superAdmin()).json();

        assertThat(sent.path("entries").findValuesAsString("requestId")).containsExactly(requestId);
        assertThat(sent.at("/entries/0/status").asString()).isEqualTo("sent");
        assertThat(next.path("entries").findValuesAsString("requestId")).doesNotContain(requestId);
        assertThat(failed.path("entries")).isEmpty();
        assertProblem(
                connector.post("/api/v1/outbox/" + requestId + "/put-back", connector.superAdmin(), Map.of()),
                409,
                "not_failed");
        assertProblem(connector.get("/api/v1/outbox/unknown", ana()), 404, "unknown_request");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/outbox",
                "/api/v1/outbox?accountId=",
                "/api/v1/outbox?accountId=sales&status=lost",
                "/api/v1/outbox?accountId=sales&limit=0",
                "/api/v1/outbox?accountId=sales&limit=many",
                "/api/v1/outbox?accountId=sales&pageToken=nonsense",
                "/api/v1/threads",
                "/api/v1/threads?accountId=sales&limit=101"
            })
    void aParameterThatIsWrongIsNamed(String path) {
        var answer = connector.get(path, connector.superAdmin());

        assertProblem(answer, 400, "invalid_request");
        assertThat(answer.json().at("/fields/0/field").asString()).isNotEmpty();
    }

    @Test
    @Tag("S2")
    void aBrowserMayCallFromTheAppsThatAreNamedAndNoOther() {
        var allowed = connector.preflight("/api/send", APP);
        var other = connector.preflight("/api/send", "https://evil.example.com");

        assertThat(allowed.headers().firstValue("access-control-allow-origin")).contains(APP);
        assertThat(allowed.headers().firstValue("access-control-allow-credentials"))
                .isEmpty();
        assertThat(other.status()).isEqualTo(403);
        assertThat(other.headers().firstValue("access-control-allow-origin")).isEmpty();
    }

    @Test
    @Tag("S2")
    void everyAnswerTellsABrowserWhatNotToMakeOfIt() {
        var answers = List.of(
                connector.get("/healthz", Optional.empty()),
                connector.get("/api/whatsapp/accounts", Optional.empty()),
                connector.get("/api/whatsapp/qr/" + sales, connector.superAdmin()));

        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.headers().firstValue("x-content-type-options")).contains("nosniff");
            assertThat(answer.headers().firstValue("x-frame-options")).contains("DENY");
            assertThat(answer.headers().firstValue("referrer-policy")).contains("no-referrer");
            assertThat(answer.headers().firstValue("cache-control"))
                    .hasValueSatisfying(value -> assertThat(value).contains("no-store"));
            assertThat(answer.headers().allValues("content-security-policy"))
                    .singleElement()
                    .satisfies(policy -> assertThat(policy).startsWith("default-src 'none'"));
        });
    }
}
