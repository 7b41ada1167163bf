package dev.connectors.whatsapp.connector.it;

import dev.connectors.whatsapp.connector.ConnectorApplication;
import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.chat.ChatId;
import dev.connectors.whatsapp.connector.chat.DataLayout;
import dev.connectors.whatsapp.connector.chat.ThreadId;
import dev.connectors.whatsapp.local.BuiltProgram;
import dev.connectors.whatsapp.local.Repository;
import dev.connectors.whatsapp.local.auth.TokenIssuer;
import dev.connectors.whatsapp.local.firestore.FirestoreEmulator;
import dev.connectors.whatsapp.local.process.ChildCommand;
import dev.connectors.whatsapp.local.process.ChildProcess;
import dev.connectors.whatsapp.local.process.FreePort;
import dev.connectors.whatsapp.local.whatsapp.Phone;
import dev.connectors.whatsapp.local.whatsapp.QrCode;
import dev.connectors.whatsapp.local.whatsapp.WhatsAppLoopback;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.awaitility.Awaitility.await;

/** A connector, in this JVM or in a process of its own, with its bridge as a child process, on a free port. */
final class RunningConnector implements AutoCloseable {
    static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration START_DEADLINE = Duration.ofSeconds(90);
    private static final Pattern PICTURE = Pattern.compile("data:image/png;base64,[A-Za-z0-9+/=]+");
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Runnable stop;
    private final List<ProcessHandle> processes;
    private final TokenIssuer issuer;
    private final HttpClient http = HttpClient.newHttpClient();
    private final URI base;

    private RunningConnector(Runnable stop, List<ProcessHandle> processes, int port, TokenIssuer issuer) {
        this.stop = stop;
        this.processes = processes;
        this.issuer = issuer;
        this.base = URI.create("http://127.0.0.1:" + port);
    }

    /** An answer over HTTP. */
    record Answer(int status, String text, JsonNode json, HttpHeaders headers) {}

    static RunningConnector start(
            String projectId,
            Path sessions,
            FirestoreEmulator firestore,
            WhatsAppLoopback whatsapp,
            TokenIssuer issuer) {
        return start(projectId, sessions, firestore, whatsapp, issuer, Map.of());
    }

    static RunningConnector start(
            String projectId,
            Path sessions,
            FirestoreEmulator firestore,
            WhatsAppLoopback whatsapp,
            TokenIssuer issuer,
            Map<String, String> more) {
        var context = ConnectorApplication.start(environment(projectId, sessions, firestore, whatsapp, issuer, more));
        var server = ((WebServerApplicationContext) context).getWebServer();
        return new RunningConnector(
                context::close, List.of(), Objects.requireNonNull(server).getPort(), issuer);
    }

    /** In a process of its own, which can be killed: close() kills it and all that it started, as the kernel would. */
    static RunningConnector startToBeKilled(
            String projectId,
            Path folder,
            FirestoreEmulator firestore,
            WhatsAppLoopback whatsapp,
            TokenIssuer issuer,
            Map<String, String> more) {
        var port = FreePort.find();
        var environment = environment(projectId, folder.resolve("sessions"), firestore, whatsapp, issuer, more);
        environment.put("PORT", String.valueOf(port));
        var log = folder.resolve("connector-" + port + ".log");
        var process =
                ChildProcess.start(new ChildCommand("connector", BuiltProgram.CONNECTOR.command(Repository.find()), log)
                        .withEnvironment(environment));
        process.awaitHttp(URI.create("http://127.0.0.1:" + port + "/readyz"), START_DEADLINE);
        return new RunningConnector(
                () -> {
                    process.tree().forEach(ProcessHandle::destroyForcibly);
                    process.close();
                },
                process.tree(),
                port,
                issuer);
    }

    /** What a connector has to be told so that it runs among these. */
    static Map<String, String> environment(
            String projectId,
            Path sessions,
            FirestoreEmulator firestore,
            WhatsAppLoopback whatsapp,
            TokenIssuer issuer,
            Map<String, String> more) {
        var environment = new HashMap<>(System.getenv());
        environment.putAll(whatsapp.environment());
        // One person who sends everything would soon have sent too much.
        environment.put("RATE_LIMIT_USER_PER_MIN", "100000");
        environment.putAll(Map.of(
                "PORT", "0",
                "BOOT_JITTER_MAX_MS", "0",
                "FIREBASE_PROJECT_ID", projectId,
                "FIRESTORE_EMULATOR_HOST", firestore.hostAndPort(),
                "SESSIONS_PATH", sessions.toString(),
                "BRIDGE_DIR", Repository.find().resolve("connector/bridge").toString(),
                "AUTH_ISSUER_URI", issuer.issuerUri().toString(),
                "AUTH_JWKS_URI", issuer.jwksUri().toString()));
        environment.putAll(more);
        return environment;
    }

    /** Of a connector in a process of its own: itself and, last, the bridge that it has started. */
    List<ProcessHandle> processes() {
        return processes;
    }

    /** Where it listens. */
    URI address() {
        return base;
    }

    Answer get(String path, Optional<String> token) {
        return exchange(request(path, token).GET());
    }

    Answer post(String path, Optional<String> token, Object body) {
        return postRaw(path, token, JSON.writeValueAsString(body));
    }

    Answer postRaw(String path, Optional<String> token, String body) {
        return exchange(request(path, token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /** Without saying beforehand how long it is. */
    Answer postInPieces(String path, Optional<String> token, String body) {
        return exchange(request(path, token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofInputStream(
                        () -> new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)))));
    }

    /** Anything at all. */
    Answer ask(String method, String path, Optional<String> token, String contentType, String body) {
        return exchange(request(path, token)
                .header("Content-Type", contentType)
                .method(method, HttpRequest.BodyPublishers.ofString(body)));
    }

    /** What a browser asks before a page of this origin may post JSON. */
    Answer preflight(String path, String origin) {
        return exchange(request(path, Optional.empty())
                .header("Origin", origin)
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "authorization,content-type")
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody()));
    }

    private HttpRequest.Builder request(String path, Optional<String> token) {
        var request = HttpRequest.newBuilder(base.resolve(path)).timeout(SOON);
        token.ifPresent(value -> request.header("Authorization", "Bearer " + value));
        return request;
    }

    /** Of a stream, which has no end, the answer is that it begins. */
    private Answer exchange(HttpRequest.Builder request) {
        try {
            var response = http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            var type = response.headers().firstValue("content-type").orElse("");
            var isJson = type.startsWith("application/json") || type.startsWith("application/problem+json");
            try (var body = response.body()) {
                var text = type.startsWith("text/event-stream")
                        ? ""
                        : new String(body.readAllBytes(), StandardCharsets.UTF_8);
                return new Answer(
                        response.statusCode(), text, JSON.readTree(isJson ? text : "null"), response.headers());
            }
        } catch (IOException e) {
            throw new IllegalStateException("no answer from the connector", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    Optional<String> superAdmin() {
        return Optional.of(issuer.superAdmin("admin"));
    }

    Optional<String> employee(String uid) {
        return Optional.of(issuer.employee(uid));
    }

    /** Sets up an account through the API. Returns its id. */
    String addAccount(String name, String phone) {
        var answer = post("/api/accounts", superAdmin(), Map.of("name", name, "phone", phone));
        return answer.json().at("/account/accountId").asString();
    }

    /** Sets up an account and links it as a person does: by the picture on the QR page. Returns its id. */
    String pair(String name, Phone phone) {
        var accountId = addAccount(name, phone.number());
        link(accountId, phone);
        return accountId;
    }

    /** Links an account by the picture on its QR page, and waits until it is connected. */
    void link(String accountId, Phone phone) {
        phone.scan(QrCode.read(qrPicture(accountId)));
        awaitStatus(accountId, "connected");
    }

    private String qrPicture(String accountId) {
        return await().atMost(SOON)
                .until(() -> qrPictureNow(accountId), Optional::isPresent)
                .orElseThrow();
    }

    /** The picture on an account's QR page; empty when there is none. */
    Optional<String> qrPictureNow(String accountId) {
        var page = get("/api/whatsapp/qr/" + accountId, superAdmin());
        return PICTURE.matcher(page.text()).results().map(MatchResult::group).findFirst();
    }

    void awaitStatus(String accountId, String status) {
        await("account is " + status).atMost(SOON).until(() -> status(accountId), status::equals);
    }

    String status(String accountId) {
        for (var account : get("/health", Optional.empty()).json().path("accounts")) {
            if (account.path("accountId").asString().equals(accountId)) {
                return account.path("status").asString();
            }
        }
        return "(not listed)";
    }

    /** A good request of an employee, to be sent or to be spoiled first. */
    static Map<String, Object> sendRequest(String accountId, String contact, String text, String clientMessageId) {
        return sendRequest(DataLayout.CANONICAL, accountId, contact, text, clientMessageId);
    }

    /** The same, where the client applications are of another generation. */
    static Map<String, Object> sendRequest(
            DataLayout layout, String accountId, String contact, String text, String clientMessageId) {
        var chat = contact + "@s.whatsapp.net";
        var body = new HashMap<String, Object>();
        body.put("threadId", layout.threadId(new ThreadId(new AccountId(accountId), new ChatId(chat))));
        body.put("accountId", accountId);
        body.put("chatId", chat);
        body.put("to", contact);
        body.put("text", text);
        body.put("clientMessageId", clientMessageId);
        return body;
    }

    /** The bridges among this JVM's own children. */
    static List<ProcessHandle> bridges() {
        return ProcessHandle.current()
                .children()
                .filter(child -> child.info()
                        .arguments()
                        .map(arguments -> String.join(" ", arguments).contains("connector/bridge"))
                        .orElse(false))
                .toList();
    }

    @Override
    public void close() {
        http.close();
        stop.run();
    }
}
