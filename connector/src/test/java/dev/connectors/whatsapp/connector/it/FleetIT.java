package dev.connectors.whatsapp.connector.it;

import dev.connectors.whatsapp.local.auth.TokenIssuer;
import dev.connectors.whatsapp.local.firestore.FirestoreDocuments;
import dev.connectors.whatsapp.local.firestore.FirestoreEmulator;
import dev.connectors.whatsapp.local.firestore.FirestoreEmulatorExtension;
import dev.connectors.whatsapp.local.whatsapp.Phone;
import dev.connectors.whatsapp.local.whatsapp.WhatsAppLoopback;
import dev.connectors.whatsapp.local.whatsapp.WhatsAppLoopbackExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static dev.connectors.whatsapp.connector.it.RunningConnector.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A connector whose accounts an operator decides, by a mounted file, and which tells the operator how they are. */
@ExtendWith({FirestoreEmulatorExtension.class, WhatsAppLoopbackExtension.class})
class FleetIT {
    private static final String TOKEN = "the-operators-token";
    private static final AtomicInteger PHONES = new AtomicInteger();

    private final String projectId = FirestoreEmulator.newProjectId();
    private final WhatsAppLoopback whatsapp;
    private final FirestoreDocuments documents;
    private final TokenIssuer issuer = TokenIssuer.start(projectId);
    private final Path accountsFile;
    private final RunningConnector connector;
    private Phone phone;

    FleetIT(FirestoreEmulator firestore, WhatsAppLoopback whatsapp, @TempDir Path folder) throws IOException {
        this.whatsapp = whatsapp;
        this.documents = firestore.documents(projectId);
        this.accountsFile = folder.resolve("accounts.json");
        this.phone = whatsapp.phone("40715000000");
        var tokenFile = Files.writeString(folder.resolve("token"), TOKEN + "\n");
        this.connector = RunningConnector.start(
                projectId,
                folder.resolve("sessions"),
                firestore,
                whatsapp,
                issuer,
                Map.of(
                        "ACCOUNTS_FILE", accountsFile.toString(),
                        "INTERNAL_TOKEN_FILE", tokenFile.toString(),
                        "SHARD_NAME", "default-0",
                        "PROXY_CREDENTIALS_PATH", folder.resolve("proxies").toString()));
    }

    @BeforeEach
    void anotherPhone() {
        phone = whatsapp.phone("407150" + "%05d".formatted(PHONES.incrementAndGet()));
    }

    @AfterEach
    void stop() {
        connector.close();
        issuer.close();
    }

    private void list(List<Map<String, ?>> accounts, List<Map<String, ?>> tombstones) throws IOException {
        write(JsonMapper.shared().writeValueAsString(Map.of("accounts", accounts, "tombstones", tombstones)));
    }

    /** In one step, as a mounted ConfigMap changes. */
    private void write(String text) throws IOException {
        var next = Files.writeString(accountsFile.resolveSibling("next"), text);
        Files.move(next, accountsFile, StandardCopyOption.ATOMIC_MOVE);
    }

    private Map<String, ?> sales(String state) {
        return Map.of(
                "accountId", "sales", "uid", "uid-1", "name", "Sales", "phone", "+" + phone.number(), "state", state);
    }

    private Map<String, Object> proxied(int port, boolean credentials) {
        var account = new HashMap<String, Object>(sales("Connected"));
        account.put("proxy", Map.of("protocol", "HTTP", "host", "127.0.0.1", "port", port, "credentials", credentials));
        return account;
    }

    private JsonNode report() {
        return connector.get("/internal/accounts", Optional.of(TOKEN)).json();
    }

    private static List<String> ids(JsonNode array) {
        var ids = new ArrayList<String>();
        array.forEach(id ->
                ids.add(id.isString() ? id.asString() : id.path("accountId").asString()));
        return ids;
    }

    private void pairSales() throws IOException {
        list(List.of(sales("Connected")), List.of());
        connector.awaitStatus("sales", "qr_ready");
        connector.link("sales", phone);
    }

    @Test
    @Tag("P1")
    void anAccountThatIsListedConnectsWithinThreeSecondsAndIsReported() throws IOException {
        list(List.of(sales("Connected")), List.of());

        await().atMost(Duration.ofSeconds(3)).until(() -> connector.status("sales"), status -> !status.startsWith("("));
        connector.link("sales", phone);

        var account = report().at("/accounts/0");
        assertThat(report().path("shard").asString()).isEqualTo("default-0");
        assertThat(account.path("accountId").asString()).isEqualTo("sales");
        assertThat(account.path("uid").asString()).isEqualTo("uid-1");
        assertThat(account.path("status").asString()).isEqualTo("connected");
        assertThat(account.path("paired").asBoolean()).isTrue();
        assertThat(account.path("connectedSince").asString()).isNotEmpty();
        assertThat(ids(report().path("sessions"))).containsExactly("sales");
        assertThat(documents.get("whatsapp_accounts/sales").orElseThrow().text("name"))
                .contains("Sales");
    }

    @Test
    @Tag("P2")
    void anAccountThatIsNoLongerListedIsDisconnectedAndKeepsItsSession() throws IOException {
        pairSales();

        list(List.of(), List.of());
        await().atMost(SOON).until(() -> !phone.state().connected());

        assertThat(ids(report().path("sessions"))).containsExactly("sales");
        list(List.of(sales("Connected")), List.of());
        connector.awaitStatus("sales", "connected");
        assertThat(whatsapp.counters().of(phone.number()).pairings())
                .as("no second QR")
                .isEqualTo(1);
    }

    @Test
    void aTombstoneLogsTheSessionOutDeletesItAndIsAcknowledged() throws IOException {
        pairSales();

        list(List.of(), List.of(Map.of("accountId", "sales", "uid", "uid-1")));

        await().atMost(SOON).until(() -> ids(report().path("tombstones")), List.of("sales")::equals);
        assertThat(ids(report().path("sessions"))).isEmpty();
        await("the phone no longer lists the device")
                .atMost(SOON)
                .until(() -> phone.state().devices().isEmpty());
    }

    @Test
    void aTombstoneOfAnAccountThatIsAwayLogsItOutToo() throws IOException {
        pairSales();
        list(List.of(sales("Paused")), List.of());
        await().atMost(SOON).until(() -> !phone.state().connected());

        list(List.of(), List.of(Map.of("accountId", "sales", "uid", "uid-1")));

        await().atMost(SOON).until(() -> ids(report().path("tombstones")), List.of("sales")::equals);
        assertThat(phone.state().devices()).isEmpty();
    }

    @Test
    void aTombstoneOfAnAccountWithoutASessionIsAcknowledgedToo() throws IOException {
        list(List.of(), List.of(Map.of("accountId", "never-paired", "uid", "uid-2")));

        await().atMost(SOON).until(() -> ids(report().path("tombstones")), List.of("never-paired")::equals);
    }

    @Test
    void aPausedAccountIsDisconnectedUntilItIsWantedAgain() throws IOException {
        pairSales();

        list(List.of(sales("Paused")), List.of());
        connector.awaitStatus("sales", "disconnected");
        await().atMost(SOON).until(() -> !phone.state().connected());

        list(List.of(sales("Connected")), List.of());
        connector.awaitStatus("sales", "connected");
    }

    @Test
    void aTombstoneThatSaysSoDeletesTheSessionWithoutTellingWhatsApp() throws IOException {
        pairSales();

        list(List.of(), List.of(Map.of("accountId", "sales", "uid", "uid-1", "logOut", false)));

        await().atMost(SOON).until(() -> ids(report().path("tombstones")), List.of("sales")::equals);
        assertThat(ids(report().path("sessions"))).isEmpty();
        assertThat(phone.state().devices())
                .as("the phone still lists the device")
                .hasSize(1);
        assertThat(phone.state().connected()).isFalse();
    }

    @Test
    void anAccountWhoseProxyLacksItsCredentialsStaysDisconnectedUntilTheyAreThere() throws IOException {
        try (var proxy = ConnectProxy.start("sales-proxy", "secret")) {
            list(List.of(proxied(proxy.port(), true)), List.of());

            var file = accountsFile.resolveSibling("proxies").resolve("sales");
            await().atMost(SOON)
                    .until(
                            () -> report().at("/accounts/0/reason").asString(""),
                            ("the credentials of its proxy are missing: there is no file " + file)::equals);
            assertThat(connector.status("sales")).isEqualTo("disconnected");
            assertThat(proxy.tunnels()).isZero();

            Files.createDirectory(file.getParent());
            Files.writeString(file, "{\"username\":\"sales-proxy\",\"password\":\"secret\"}");
            connector.awaitStatus("sales", "qr_ready");
            connector.link("sales", phone);
            assertThat(proxy.tunnels()).isEqualTo(2);
        }
    }

    @Test
    void anAccountThatIsGivenAProxyConnectsAgainThroughIt() throws IOException {
        pairSales();
        try (var proxy = ConnectProxy.start("", "")) {
            list(List.of(proxied(proxy.port(), false)), List.of());

            await().atMost(SOON).until(proxy::tunnels, Integer.valueOf(1)::equals);
            connector.awaitStatus("sales", "connected");

            list(List.of(sales("Connected")), List.of());
            await().atMost(SOON)
                    .until(() -> whatsapp.counters().of(phone.number()).logins(), Integer.valueOf(3)::equals);
            assertThat(proxy.tunnels()).isEqualTo(1);
        }
    }

    @Test
    void anAccountThatWantsACodeShowsOneAndIsLinkedByIt() throws IOException {
        var account = new HashMap<String, Object>(sales("Connected"));
        account.put("pairing", "PairingCode");
        var shown = "whatsapp_accounts/sales/private/state";

        list(List.of(account), List.of());
        connector.awaitStatus("sales", "qr_ready");
        var code = await().atMost(SOON)
                .until(() -> documents.get(shown).flatMap(state -> state.text("pairingCode")), Optional::isPresent)
                .orElseThrow();
        assertThat(documents.get(shown).orElseThrow().text("qrCodeDataUrl")).isEmpty();
        assertThat(report().at("/accounts/0/needsQr").asBoolean()).isTrue();
        phone.typeCode(code);

        connector.awaitStatus("sales", "connected");
        await().atMost(SOON).until(() -> documents.get(shown).orElseThrow().text("pairingCode"), Optional::isEmpty);
    }

    @Test
    void aListThatMakesNoSenseChangesNothing() throws IOException {
        pairSales();

        for (var nonsense : List.of("", "{", "[]", "{\"accounts\": 7}")) {
            write(nonsense);
        }
        Files.delete(accountsFile);

        await().during(Duration.ofSeconds(2)).atMost(SOON).until(() -> connector.status("sales"), "connected"::equals);
        assertThat(phone.state().connected()).isTrue();
    }

    @Test
    @Tag("S2")
    void onlyTheOperatorGetsTheReport() {
        assertThat(connector.get("/internal/accounts", Optional.empty()).status())
                .isIn(401, 403);
        assertThat(connector.get("/internal/accounts", Optional.of("guess")).status())
                .isIn(401, 403);
        assertThat(connector.get("/internal/accounts", connector.superAdmin()).status())
                .isIn(401, 403);
        assertThat(connector.get("/internal/accounts", Optional.of(TOKEN)).status())
                .isEqualTo(200);
    }

    @Test
    @Tag("H6")
    void anAccountIsSetUpAsAResourceAndNotHere() {
        for (var path :
                List.of("/api/accounts", "/api/whatsapp/add-account", "/whatsappProxyAddAccount", "/api/v1/accounts")) {
            var answer = connector.post(path, connector.superAdmin(), Map.of("name", "Other", "phone", phone.number()));

            assertThat(answer.status()).as(path).isEqualTo(409);
            assertThat(answer.json().path("error").asString()).as(path).isEqualTo("accounts_are_resources");
        }
        assertThat(documents.list("whatsapp_accounts")).isEmpty();
    }
}
