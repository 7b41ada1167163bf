package dev.connectors.whatsapp.connector.it;

import dev.connectors.whatsapp.connector.chat.DataLayout;
import dev.connectors.whatsapp.connector.it.RunningConnector.Answer;
import dev.connectors.whatsapp.connector.web.ApiDocument;
import dev.connectors.whatsapp.connector.web.ApiDocument.Endpoint;
import dev.connectors.whatsapp.local.auth.Flaw;
import dev.connectors.whatsapp.local.auth.IdToken;
import dev.connectors.whatsapp.local.auth.Role;
import dev.connectors.whatsapp.local.auth.TokenIssuer;
import dev.connectors.whatsapp.local.firestore.FirestoreDocuments;
import dev.connectors.whatsapp.local.firestore.FirestoreEmulator;
import dev.connectors.whatsapp.local.firestore.FirestoreEmulatorExtension;
import dev.connectors.whatsapp.local.whatsapp.WhatsAppLoopback;
import dev.connectors.whatsapp.local.whatsapp.WhatsAppLoopbackExtension;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

import static dev.connectors.whatsapp.connector.it.RunningConnector.SOON;
import static dev.connectors.whatsapp.connector.it.RunningConnector.sendRequest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What the API refuses, and that a refusal writes nothing; in one layout. */
@ExtendWith({FirestoreEmulatorExtension.class, WhatsAppLoopbackExtension.class})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class HttpRefusals {
    private static final String CONTACT = "40712900001";

    private final String projectId = FirestoreEmulator.newProjectId();
    private final DataLayout layout;
    private final FirestoreDocuments documents;
    private final TokenIssuer issuer = TokenIssuer.start(projectId);
    private final RunningConnector connector;
    private final Map<Endpoint, Answer> withoutKeys = new LinkedHashMap<>();
    private JsonNode withoutAccounts = JsonNodeFactory.instance.nullNode();
    private String account = "";

    HttpRefusals(DataLayout layout, FirestoreEmulator firestore, WhatsAppLoopback whatsapp, @TempDir Path sessions) {
        this.layout = layout;
        this.documents = firestore.documents(projectId);
        this.connector = RunningConnector.start(
                projectId, sessions, firestore, whatsapp, issuer, Map.of("FIRESTORE_LAYOUT", layout.word()));
    }

    @BeforeAll
    void setUpAnAccount() {
        issuer.setDown(true);
        for (var endpoint : ApiDocument.endpoints()) {
            withoutKeys.put(
                    endpoint,
                    connector.ask(
                            endpoint.method(),
                            endpoint.path().replaceAll("[{}]", ""),
                            connector.superAdmin(),
                            "application/json",
                            "{}"));
        }
        issuer.setDown(false);
        withoutAccounts = await("the connector is well")
                .atMost(SOON)
                .until(() -> connector.get("/health", Optional.empty()), answer -> answer.status() == 200)
                .json();
        account = connector.addAccount("Sales", "40712000001");
    }

    @AfterAll
    void stop() {
        connector.close();
        issuer.close();
    }

    /** Every test here refuses something; the one that does not cleans nothing up and uses a thread of its own. */
    @AfterEach
    void nothingWasWritten() {
        for (var collection : List.of(
                "whatsapp_outbox",
                "outbox",
                "whatsapp_messages",
                "whatsapp_threads",
                "threads",
                "whatsapp_session_resets")) {
            assertThat(documents.list(collection)).as(collection).isEmpty();
        }
        assertThat(documents.list(layout == DataLayout.CANONICAL ? "whatsapp_accounts" : "accounts"))
                .hasSize(1);
    }

    private Map<String, Object> good() {
        return request(account);
    }

    private Map<String, Object> request(String accountId) {
        return sendRequest(layout, accountId, CONTACT, "Hello", "m1");
    }

    private Answer send(Map<String, Object> body) {
        return connector.post("/api/send", connector.employee("ana"), body);
    }

    private static void assertRefusesField(Answer answer, String field) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.json().path("error").asString()).isEqualTo("invalid_request");
        assertThat(answer.json().at("/fields/0/field").asString()).isEqualTo(field);
    }

    @ParameterizedTest
    @EnumSource(Flaw.class)
    @Tag("S2")
    void aFlawedTokenIsRefused(Flaw flaw) {
        var token = issuer.sign(IdToken.of("ana").withRole(Role.SUPER_ADMIN), flaw);

        var answers = List.of(
                connector.post("/api/send", Optional.of(token), good()),
                connector.post("/api/accounts", Optional.of(token), Map.of("name", "X", "phone", "40712000009")),
                connector.get("/api/whatsapp/qr/" + account, Optional.of(token)));

        assertThat(answers).extracting(Answer::status).containsOnly(401);
        assertThat(answers.getFirst().json().path("error").asString()).isEqualTo("unauthorized");
    }

    /** Of a connector that has just started; it goes on as soon as they can be had. */
    @Test
    @Tag("S2")
    void whileTheIssuersKeysCannotBeHadEveryEndpointSaysSo() {
        assertThat(withoutKeys).isNotEmpty().allSatisfy((endpoint, answer) -> {
            assertThat(answer.status())
                    .as("%s: %s", endpoint, answer.text())
                    .isEqualTo(endpoint.errors().get("issuer_unavailable"));
            assertThat(answer.json().path("error").asString()).isEqualTo("issuer_unavailable");
        });
    }

    @Test
    @Tag("S2")
    void aMissingTokenIsRefused() {
        assertThat(connector.post("/api/send", Optional.empty(), good()).status())
                .isEqualTo(401);
        assertThat(connector
                        .get("/api/whatsapp/qr/" + account, Optional.empty())
                        .status())
                .isEqualTo(401);
    }

    /** An address is kept in histories and logs. */
    @Test
    @Tag("S2")
    void aTokenInTheAddressIsNone() {
        var token = connector.superAdmin().orElseThrow();

        for (var path : List.of("/api/whatsapp/qr/" + account, "/api/v1/accounts", "/api/v1/fleet/events")) {
            assertThat(connector
                            .get(path + "?access_token=" + token, Optional.empty())
                            .status())
                    .as(path)
                    .isEqualTo(401);
        }
    }

    @Test
    @Tag("S2")
    void aRoleThatDoesNotSufficeIsRefused() {
        var stranger = Optional.of(issuer.sign(IdToken.of("stranger")));
        var newAccount = Map.of("name", "X", "phone", "40712000009");

        assertThat(connector.post("/api/send", stranger, good()).status()).isEqualTo(403);
        assertThat(connector
                        .post("/api/accounts", connector.employee("ana"), newAccount)
                        .status())
                .isEqualTo(403);
        assertThat(connector
                        .get("/api/whatsapp/qr/" + account, connector.employee("ana"))
                        .status())
                .isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"threadId", "accountId", "chatId", "to", "text", "clientMessageId"})
    @Tag("H10")
    void aSendWithoutAFieldIsRefusedByItsName(String field) {
        var body = good();
        body.remove(field);

        assertRefusesField(send(body), field);
    }

    @ParameterizedTest
    @ValueSource(strings = {"threadId", "accountId", "chatId", "to", "text", "clientMessageId"})
    @Tag("H10")
    void aFieldOfAWrongTypeIsRefusedByItsName(String field) {
        for (var wrong : List.of(7, true, List.of("x"), Map.of("a", 1))) {
            var body = good();
            body.put(field, wrong);

            assertRefusesField(send(body), field);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "to, 40712900002",
        "to, '40712900001,40712900002'",
        "to, '40712900001 40712900002'",
        "to, nobody",
        "to, 0712345678",
        "chatId, status@broadcast",
        "accountId, ../other",
        "threadId, somebody_40712900001@s.whatsapp.net",
        "text, '   '"
    })
    @Tag("H10")
    @Tag("S4")
    void aWrongValueIsRefusedByItsField(String field, String value) {
        var body = good();
        body.put(field, value);

        var answer = send(body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("fields").findValuesAsString("field")).contains(field);
    }

    @Test
    @Tag("H11")
    @Tag("S4")
    void theProxyCannotNameAnotherAccountThanThatOfTheThread() {
        var body = new HashMap<>(good());
        body.put("toJid", body.get("chatId"));
        body.put("accountId", "account_other");

        var answer = connector.post("/whatsappProxySend", connector.employee("ana"), body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("fields").findValuesAsString("field")).contains("threadId");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "\"text\"", "null", "{\"text\":"})
    void aBodyThatIsNoJsonObjectIsRefused(String body) {
        assertThat(connector
                        .postRaw("/api/send", connector.employee("ana"), body)
                        .status())
                .isEqualTo(400);
        assertThat(connector
                        .postRaw("/api/accounts", connector.superAdmin(), body)
                        .status())
                .isEqualTo(400);
    }

    @Test
    @Tag("H10")
    void anUnknownAccountIsNotFound() {
        var answer = send(request("account_nobody"));

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.json().path("error").asString()).isEqualTo("unknown_account");
    }

    @Test
    @Tag("H8")
    void thereIsNoQrOfAnUnknownAccount() {
        assertThat(connector
                        .get("/api/whatsapp/qr/account_nobody", connector.superAdmin())
                        .status())
                .isEqualTo(404);
        assertThat(connector
                        .get("/api/whatsapp/qr/..%2f..", connector.superAdmin())
                        .status())
                .isIn(400, 404);
    }

    @Test
    @Tag("H6")
    void anAccountNeedsANameAndAPhone() {
        var missing = connector.post("/api/accounts", connector.superAdmin(), Map.of());
        var malformed =
                connector.post("/api/accounts", connector.superAdmin(), Map.of("name", "X", "phone", "0712 34"));

        assertThat(missing.status()).isEqualTo(400);
        assertThat(missing.json().path("fields").findValuesAsString("field")).containsExactly("name", "phone");
        assertRefusesField(malformed, "phone");
    }

    @Test
    @Tag("H6")
    void aPhoneHasOneAccount() {
        var again = new HashMap<String, Object>(Map.of("name", "Sales again", "phone", "+40 712 000 001"));

        var answer = connector.post("/api/accounts", connector.superAdmin(), again);

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.json().path("message").asString()).contains(account);
    }

    @Test
    @Tag("H1")
    @Tag("H2")
    @Tag("H3")
    void healthNeedsNoToken() {
        assertThat(connector
                        .get("/healthz", Optional.empty())
                        .json()
                        .path("status")
                        .asString())
                .isEqualTo("ok");
        assertThat(connector
                        .get("/readyz", Optional.empty())
                        .json()
                        .path("checks")
                        .propertyNames())
                .containsExactly("firestore", "bridge", "lease", "worker", "sessionsWritable");
        assertThat(connector.get("/health", Optional.empty()).text())
                .contains("\"accounts_total\":1", "+407****01")
                .doesNotContain("40712000001");
    }

    @Test
    @Tag("H3")
    void noAccountsAtAllAreNoFault() {
        assertThat(withoutAccounts.path("ok").asBoolean()).isTrue();
        assertThat(withoutAccounts.path("accounts_total").asInt()).isZero();
    }

    /** {@code -Dfuzz.requests=10000} makes more of them, {@code -Dfuzz.seed=7} others. */
    @Test
    void noneOfManyMalformedRequestsIsServedOrFailsHere() {
        var fuzzer = new ApiFuzzer(Long.getLong("fuzz.seed", 1));
        for (var i = 0; i < Integer.getInteger("fuzz.requests", 500); i++) {
            var request = fuzzer.next();

            var answer = connector.ask(
                    request.method(),
                    request.path(),
                    request.token() ? connector.superAdmin() : Optional.empty(),
                    request.contentType(),
                    request.body());

            assertThat(answer.status()).as("%s: %s", request, answer.text()).isBetween(400, 499);
        }
    }

    @Test
    void aBodyThatIsTooLargeIsRefusedWhetherItSaysSoOrNot() {
        var large = "{\"text\":\"" + "x".repeat(1 << 20) + "\"}";

        var said = connector.postRaw("/api/send", connector.employee("ana"), large);
        var unsaid = connector.postInPieces("/api/v1/messages", connector.employee("ana"), large);

        assertThat(List.of(said, unsaid)).extracting(Answer::status).containsOnly(413);
        assertThat(said.json().path("error").asString()).isEqualTo("request_too_large");
        assertThat(unsaid.headers().firstValue("content-type")).contains("application/problem+json");
    }

    @Test
    @Tag("S2")
    void whatEachEndpointNeedsIsWhatItsDocumentSays() {
        var stranger = Optional.of(issuer.sign(IdToken.of("stranger")));
        for (var endpoint : ApiDocument.endpoints()) {
            var path = endpoint.path().replaceAll("\\{\\w+}", "nobody");

            assertThat(status(endpoint.method(), path, Optional.empty()))
                    .as("%s without a token", endpoint)
                    .isEqualTo(401);
            assertThat(status(endpoint.method(), path, stranger))
                    .as("%s without a role", endpoint)
                    .isEqualTo(403);
            if (endpoint.role().equals("EMPLOYEE")) {
                assertThat(status(endpoint.method(), path, connector.employee("ana")))
                        .as("%s as employee", endpoint)
                        .isNotIn(401, 403);
            } else {
                assertThat(status(endpoint.method(), path, connector.employee("ana")))
                        .as("%s as employee", endpoint)
                        .isEqualTo(403);
                assertThat(status(endpoint.method(), path, connector.superAdmin()))
                        .as("%s as super-admin", endpoint)
                        .isNotIn(401, 403);
            }
        }
    }

    private int status(String method, String path, Optional<String> token) {
        return connector.ask(method, path, token, "application/json", "{}").status();
    }
}
