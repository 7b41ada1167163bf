package dev.connectors.whatsapp.connector.it;

import com.google.cloud.firestore.Firestore;
import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.chat.ChatId;
import dev.connectors.whatsapp.connector.chat.DataLayout;
import dev.connectors.whatsapp.connector.chat.ThreadId;
import dev.connectors.whatsapp.connector.config.Settings.FirestoreSettings;
import dev.connectors.whatsapp.connector.firestore.FirestoreClients;
import dev.connectors.whatsapp.connector.firestore.Layout;
import dev.connectors.whatsapp.connector.it.RunningConnector.Answer;
import dev.connectors.whatsapp.local.auth.TokenIssuer;
import dev.connectors.whatsapp.local.firestore.FirestoreDocuments;
import dev.connectors.whatsapp.local.firestore.FirestoreEmulator;
import dev.connectors.whatsapp.local.tcp.TcpProxy;
import dev.connectors.whatsapp.local.whatsapp.Contact;
import dev.connectors.whatsapp.local.whatsapp.Phone;
import dev.connectors.whatsapp.local.whatsapp.WhatsAppLoopback;
import java.io.Closeable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;

import static dev.connectors.whatsapp.connector.it.RunningConnector.SOON;
import static dev.connectors.whatsapp.connector.it.RunningConnector.sendRequest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A connector behind its API, in one layout, with an account that is linked, and those who call it. */
final class HttpApi implements Closeable {
    /** Whose pages a browser lets call it. */
    static final String APP = "https://app.example.com";
    /** More than any test sends as one person, except the one that wants to know. */
    static final int USER_LIMIT = 60;

    private static final AtomicInteger CONTACTS = new AtomicInteger();
    private static final AtomicInteger PHONES = new AtomicInteger();

    private final DataLayout data;
    private final FirestoreDocuments documents;
    private final Firestore firestore;
    private final Layout layout;
    private final TcpProxy lineToFirestore;
    private final WhatsAppLoopback whatsapp;
    private final TokenIssuer issuer;
    private final RunningConnector connector;
    private final Phone phone;
    private final String sales;
    private Contact contact;

    HttpApi(DataLayout data, FirestoreEmulator emulator, WhatsAppLoopback whatsapp, Path sessions) {
        var projectId = FirestoreEmulator.newProjectId();
        this.data = data;
        this.whatsapp = whatsapp;
        this.documents = emulator.documents(projectId);
        this.firestore = FirestoreClients.open(
                new FirestoreSettings(projectId, data, Optional.of(emulator.hostAndPort()), Optional.empty()));
        this.layout = new Layout(firestore, data);
        this.lineToFirestore = new TcpProxy(emulator.hostAndPort());
        this.issuer = TokenIssuer.start(projectId);
        this.connector = RunningConnector.start(
                projectId,
                sessions,
                emulator,
                whatsapp,
                issuer,
                Map.of(
                        "FIRESTORE_EMULATOR_HOST",
                        lineToFirestore.hostAndPort(),
                        "FIRESTORE_LAYOUT",
                        data.word(),
                        // It outlasts the silence of Firestore that a test makes.
                        "LEASE_MS",
                        "120000",
                        "RATE_LIMIT_USER_PER_MIN",
                        String.valueOf(USER_LIMIT),
                        "RATE_LIMIT_ACCOUNT_PER_MIN",
                        "1000",
                        "CORS_ALLOWED_ORIGINS",
                        APP));
        this.phone = newPhone();
        this.contact = newContact();
        this.sales = connector.pair("Sales", phone);
    }

    RunningConnector connector() {
        return connector;
    }

    TokenIssuer issuer() {
        return issuer;
    }

    /** Between the connector and Firestore; the documents that a test reads come on another way. */
    TcpProxy lineToFirestore() {
        return lineToFirestore;
    }

    DataLayout data() {
        return data;
    }

    FirestoreDocuments documents() {
        return documents;
    }

    Layout layout() {
        return layout;
    }

    /** The account that is linked. */
    String sales() {
        return sales;
    }

    /** The phone that {@link #sales} is linked to. */
    Phone phone() {
        return phone;
    }

    Phone newPhone() {
        return whatsapp.phone("407130%03d97".formatted(PHONES.incrementAndGet()));
    }

    private Contact newContact() {
        return whatsapp.contact("407190%05d".formatted(CONTACTS.incrementAndGet()));
    }

    /** With whom nobody has spoken before this test. */
    Contact contact() {
        return contact;
    }

    void anotherContact() {
        contact = newContact();
    }

    /** An employee who has sent nothing before this test. */
    Optional<String> ana() {
        return connector.employee("ana-" + contact.number());
    }

    String jid() {
        return contact.number() + "@s.whatsapp.net";
    }

    ThreadId thread(String accountId) {
        return new ThreadId(new AccountId(accountId), ChatId.parse(contact.number()));
    }

    String threadId() {
        return data.threadId(thread(sales));
    }

    Answer send(Optional<String> caller, String text, String clientMessageId) {
        return connector.post("/api/send", caller, sendRequest(data, sales, contact.number(), text, clientMessageId));
    }

    Map<String, Object> proxyRequest(String text, String clientMessageId) {
        return new HashMap<>(Map.of(
                "threadId", threadId(),
                "accountId", sales,
                "toJid", jid(),
                "text", text,
                "clientMessageId", clientMessageId));
    }

    void awaitSent(String requestId) {
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

    static List<String> names(JsonNode json) {
        return List.copyOf(json.propertyNames());
    }

    static void assertRefused(Answer answer, int status, String error) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.json().path("error").asString()).isEqualTo(error);
    }

    static void assertProblem(Answer answer, int status, String error) {
        assertRefused(answer, status, error);
        assertThat(answer.headers().firstValue("content-type")).contains("application/problem+json");
        assertThat(answer.json().path("type").asString()).isEqualTo("urn:whatsapp-connector:problem:" + error);
        assertThat(answer.json().path("status").asInt()).isEqualTo(status);
        assertThat(answer.json().path("detail").asString()).isNotEmpty();
    }

    static <T> List<T> allAtOnce(List<Callable<T>> calls) throws InterruptedException, ExecutionException {
        var results = new ArrayList<T>();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var outcome : executor.invokeAll(calls)) {
                results.add(outcome.get());
            }
        }
        return results;
    }

    @Override
    public void close() {
        lineToFirestore.thaw();
        connector.close();
        lineToFirestore.close();
        firestore.shutdownNow();
        issuer.close();
    }
}
