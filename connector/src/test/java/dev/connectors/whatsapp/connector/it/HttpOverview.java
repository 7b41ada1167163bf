package dev.connectors.whatsapp.connector.it;

import dev.connectors.whatsapp.connector.web.ApiDocument;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static dev.connectors.whatsapp.connector.it.HttpApi.names;
import static dev.connectors.whatsapp.connector.it.RunningConnector.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

/** How the accounts and the connector are, in numbers and at a glance. */
interface HttpOverview {
    @Test
    @Tag("H1")
    default void theProcessLives(HttpApi api) {
        var alive = api.connector().get("/healthz", Optional.empty());

        assertThat(alive.status()).isEqualTo(200);
        assertThat(names(alive.json())).containsExactly("status", "timestamp");
        assertThat(alive.json().path("status").asString()).isEqualTo("ok");
        assertThat(Instant.parse(alive.json().path("timestamp").asString()))
                .isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES));
    }

    @Test
    @Tag("H2")
    default void itIsReadyWithEachOfItsChecks(HttpApi api) {
        var ready = await().atMost(SOON)
                .until(() -> api.connector().get("/readyz", Optional.empty()), answer -> answer.status() == 200);

        assertThat(ready.json().path("status").asString()).isEqualTo("ready");
        assertThat(names(ready.json().path("checks")))
                .containsExactly("firestore", "bridge", "lease", "worker", "sessionsWritable");
        assertThat(ready.json().path("checks"))
                .allSatisfy(check -> assertThat(check.asBoolean()).isTrue());
    }

    @Test
    @Tag("H3")
    default void healthTellsHowManyAccountsAreHowAndEachOfThem(HttpApi api) {
        var health = api.connector().get("/health", Optional.empty()).json();

        assertThat(names(health))
                .contains(
                        "ok", "status", "accounts_total", "connected", "needs_qr", "sessions_dir_writable", "accounts");
        assertThat(health.path("ok").asBoolean()).isTrue();
        assertThat(health.path("connected").asInt()).isPositive();
        assertThat(health.path("accounts_total").asInt())
                .isEqualTo(health.path("accounts").size());
        var shown = account(health, api.sales());
        assertThat(shown.path("status").asString()).isEqualTo("connected");
        assertThat(shown.path("lastSeenAt").asString()).isNotEmpty();
    }

    /** What a contact's number is, is the name of a chat, and told to those who may read it. */
    @Test
    @Tag("H5")
    @Tag("H7")
    default void noAnswerTellsTheNumberOfAnAccount(HttpApi api) {
        var provocations = new Provocations(api);
        var answers = ApiDocument.endpoints().stream()
                .filter(endpoint -> endpoint.method().equals("GET"))
                .map(endpoint -> provocations
                        .ask(endpoint, provocations.good(api.sales()))
                        .text());
        var unprotected = Stream.of("/health", "/readyz", "/metrics-json")
                .map(path -> api.connector().get(path, Optional.empty()).text());

        assertThat(Stream.concat(answers, unprotected))
                .hasSizeGreaterThan(10)
                .allSatisfy(text -> assertThat(text).doesNotContain(api.phone().number()));
    }

    @Test
    @Tag("H4")
    default void metricsAreTheSevenNumbers(HttpApi api) {
        var accepted = api.send(api.ana(), "Counted", "m1");
        api.awaitSent(accepted.json().path("commandId").asString());

        var metrics = await("the numbers are looked up anew")
                .atMost(SOON)
                .until(
                        () -> api.connector()
                                .get("/metrics-json", Optional.empty())
                                .json(),
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
    default void theDashboardShowsEveryAccountAndHowTheConnectorIs(HttpApi api) {
        api.awaitSent(
                api.send(api.ana(), "Shown", "m1").json().path("commandId").asString());

        var dashboard = await().atMost(SOON)
                .until(
                        () -> api.connector()
                                .get("/api/status/dashboard", api.ana())
                                .json(),
                        json -> account(json, api.sales()).hasNonNull("lastMessageAt"));

        assertThat(names(dashboard)).containsExactly("timestamp", "service", "storage", "accounts", "summary");
        assertThat(names(dashboard.path("service"))).containsExactly("status", "uptime", "version");
        assertThat(names(dashboard.path("storage"))).containsExactly("path", "writable", "totalAccounts");
        assertThat(dashboard.at("/storage/writable").asBoolean()).isTrue();
        assertThat(names(dashboard.path("summary")))
                .containsExactly("connected", "connecting", "disconnected", "needs_qr", "total");
        var shown = account(dashboard, api.sales());
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
}
