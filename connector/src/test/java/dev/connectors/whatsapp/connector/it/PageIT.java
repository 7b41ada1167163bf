package dev.connectors.whatsapp.connector.it;

import com.google.cloud.Timestamp;
import com.google.cloud.firestore.Firestore;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.chat.DataLayout;
import dev.connectors.whatsapp.connector.config.Settings.FirestoreSettings;
import dev.connectors.whatsapp.connector.firestore.Calls;
import dev.connectors.whatsapp.connector.firestore.FirestoreClients;
import dev.connectors.whatsapp.connector.firestore.Layout;
import dev.connectors.whatsapp.local.auth.Flaw;
import dev.connectors.whatsapp.local.auth.IdToken;
import dev.connectors.whatsapp.local.auth.Role;
import dev.connectors.whatsapp.local.auth.TokenIssuer;
import dev.connectors.whatsapp.local.firestore.FirestoreEmulator;
import dev.connectors.whatsapp.local.firestore.FirestoreEmulatorExtension;
import dev.connectors.whatsapp.local.whatsapp.Behaviour;
import dev.connectors.whatsapp.local.whatsapp.Phone;
import dev.connectors.whatsapp.local.whatsapp.QrCode;
import dev.connectors.whatsapp.local.whatsapp.WhatsAppLoopback;
import dev.connectors.whatsapp.local.whatsapp.WhatsAppLoopbackExtension;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.connectors.whatsapp.connector.it.RunningConnector.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What people do with the page, in a real browser, with a real connector behind it. */
@ExtendWith({FirestoreEmulatorExtension.class, WhatsAppLoopbackExtension.class})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PageIT {
    private static final int WITHIN_FIVE_SECONDS = 5_000;

    private final String projectId = FirestoreEmulator.newProjectId();
    private final TokenIssuer issuer = TokenIssuer.start(projectId);
    private final WhatsAppLoopback whatsapp;
    private final RunningConnector connector;
    private final Firestore firestore;
    private final Layout layout;
    private final Chromium chromium = Chromium.start();
    private final List<String> complaints = new ArrayList<>();
    private final Phone phone;
    private String support = "";
    private BrowserContext context;
    private Page page;

    PageIT(FirestoreEmulator emulator, WhatsAppLoopback whatsapp, @TempDir Path sessions) {
        this.whatsapp = whatsapp;
        this.connector = RunningConnector.start(projectId, sessions, emulator, whatsapp, issuer);
        this.firestore = FirestoreClients.open(new FirestoreSettings(
                projectId, DataLayout.CANONICAL, Optional.of(emulator.hostAndPort()), Optional.empty()));
        this.layout = new Layout(firestore, DataLayout.CANONICAL);
        this.phone = whatsapp.phone("40715000097");
        this.context = newContext();
        this.page = context.newPage();
    }

    @BeforeAll
    void haveTwoAccounts() {
        PlaywrightAssertions.setDefaultAssertionTimeout((double) SOON.toMillis());
        connector.pair("Sales", phone);
        support = connector.addAccount("Support", "40715000098");
        context.close();
    }

    @BeforeEach
    void openThePage() {
        complaints.clear();
        context = newContext();
        page = context.newPage();
        page.onConsoleMessage(message -> complaints.add(message.text()));
        page.onPageError(complaints::add);
        page.navigate(connector.address() + "/");
    }

    /** As fine as a phone's screen or a good one on a desk. */
    private BrowserContext newContext() {
        var fresh = chromium.browser().newContext(new Browser.NewContextOptions().setDeviceScaleFactor(2));
        fresh.setDefaultTimeout((double) SOON.toMillis());
        return fresh;
    }

    @AfterEach
    void closeThePage() {
        context.close();
    }

    @AfterAll
    void stop() {
        chromium.close();
        connector.close();
        firestore.shutdownNow();
        issuer.close();
    }

    private void signIn(String token) {
        page.getByLabel("ID token").fill(token);
        button("Sign in").click();
    }

    private void signInAsSuperAdmin() {
        signIn(issuer.superAdmin("admin"));
    }

    private void openAccount(String name) {
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true))
                .click();
        awaitVisible(heading(name));
    }

    private Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private Locator heading(String name) {
        return page.getByRole(
                AriaRole.HEADING, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private Locator rowOf(String name) {
        return page.getByRole(AriaRole.ROW, new Page.GetByRoleOptions().setName(Pattern.compile("^" + name + " ")));
    }

    private Locator qrCode() {
        return page.getByAltText("QR code to scan with WhatsApp on the phone");
    }

    private static void awaitVisible(Locator locator) {
        assertThat(locator).isVisible();
    }

    private void send(String to, String text) {
        page.getByLabel("To").fill(to);
        page.getByLabel("Message", new Page.GetByLabelOptions().setExact(true)).fill(text);
        button("Send").click();
    }

    @Test
    @Tag("S2")
    void whoPastesAWrongTokenIsToldSo() {
        signIn(issuer.sign(IdToken.of("ana").withRole(Role.EMPLOYEE), Flaw.FOREIGN_KEY));

        assertThat(page.getByRole(AriaRole.ALERT)).containsText("This token is not accepted");
        awaitVisible(page.getByLabel("ID token"));
    }

    @Test
    @Tag("S2")
    void whoHasNoRoleIsToldWhomToAsk() {
        signIn(issuer.sign(IdToken.of("stranger")));

        assertThat(page.getByRole(AriaRole.ALERT)).containsText("your role does not allow this: ask a super-admin");
    }

    @Test
    @Tag("S2")
    void whoseTokenEndsIsAskedForAnother() {
        var endsSoon = Instant.now().plusSeconds(3).getEpochSecond();
        signIn(issuer.sign(IdToken.of("ana").withRole(Role.EMPLOYEE).withClaim("exp", endsSoon)));

        awaitVisible(heading("Fleet"));
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("Your token has ended");
        assertThat(page.getByText("Sales")).hasCount(0);
    }

    @Test
    @Tag("S2")
    void whatFollowsTheFleetEndsWithItsToken() throws IOException, InterruptedException {
        var end = Instant.now().plusSeconds(2).truncatedTo(ChronoUnit.SECONDS);
        var token = issuer.sign(IdToken.of("ana").withRole(Role.EMPLOYEE).withClaim("exp", end.getEpochSecond()));
        var request = HttpRequest.newBuilder(connector.address().resolve("/api/v1/fleet/events"))
                .header("Authorization", "Bearer " + token)
                .build();

        try (var http = HttpClient.newHttpClient()) {
            var all = http.send(request, HttpResponse.BodyHandlers.ofString()).body();

            assertThat(all).contains("data: {", "\"superAdmin\":false", "\"name\":\"Sales\"");
            assertThat(Instant.now()).isAfterOrEqualTo(end);
            assertThat(http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
                    .isEqualTo(401);
        }
    }

    @Test
    @Tag("H5")
    void theFleetIsSeenAtAGlanceWithPhonesMasked() {
        signIn(issuer.employee("ana"));

        assertThat(rowOf("Sales")).containsText("Connected");
        assertThat(rowOf("Sales")).containsText("+407****97");
        assertThat(rowOf("Support")).containsText("Needs linking");
        assertThat(page.locator("tbody a").allTextContents())
                .as("what asks for a person comes first")
                .containsSubsequence("Support", "Sales");
        assertThat(page.content()).doesNotContain(phone.number(), "40715000098");
        assertThat(complaints).isEmpty();
    }

    @Test
    @Tag("H6")
    @Tag("H8")
    void anAccountIsAddedAndLinkedByTheCodeOnThePage() {
        var another = whatsapp.phone("40715000099");
        signInAsSuperAdmin();

        button("Add account").click();
        page.getByLabel("Name").fill("Marketing");
        page.getByLabel("Phone number").fill("+40 715 000 099");
        page.getByRole(AriaRole.DIALOG)
                .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Add account"))
                .click();
        awaitVisible(qrCode());
        another.scan(QrCode.read(qrCode().screenshot()));

        assertThat(page.locator("main .head .state")).hasText("Connected");
        assertThat(qrCode()).isHidden();
        assertThat(page.content()).doesNotContain(another.number());
        assertThat(complaints).isEmpty();
    }

    @Test
    @Tag("H8")
    void aCodeToTypeIsShownInGroups() {
        signInAsSuperAdmin();
        openAccount("Support");
        awaitVisible(qrCode());

        Calls.await(layout.privateState(new AccountId(support)).set(Map.of("pairingCode", "ABCD2345")));
        Calls.await(layout.account(new AccountId(support)).update(Map.of("lastEventAt", Timestamp.now())));

        assertThat(page.getByText("ABCD-2345")).isVisible();
        assertThat(qrCode()).isHidden();
    }

    @Test
    @Tag("H8")
    @Tag("S2")
    void anEmployeeSeesNoCodeAndCannotSetUpOrPutBack() {
        var asked = new ArrayList<String>();
        page.onRequest(request -> asked.add(request.url()));
        signIn(issuer.employee("ana"));
        openAccount("Support");

        awaitVisible(page.getByText("Sign in as one to link a phone"));
        awaitVisible(button("Send"));
        assertThat(qrCode()).hasCount(0);
        assertThat(heading("Failed messages")).isHidden();
        assertThat(button("Unlink the phone …")).isHidden();
        assertThat(asked).noneMatch(url -> url.contains("pairing") || url.contains("outbox"));
    }

    @Test
    @Tag("S2")
    void aTestMessageReachesItsContact() {
        var contact = whatsapp.contact("40719500001");
        signIn(issuer.employee("ana"));
        openAccount("Sales");

        send("+40 719 500 001", "Hello from the page");

        assertThat(contact.awaitMessagesFrom(phone.number(), 1, SOON))
                .extracting(message -> message.text().orElse(""))
                .containsExactly("Hello from the page");
        assertThat(page.getByText("Sent: WhatsApp has it.")).isVisible();
        assertThat(complaints).isEmpty();
    }

    @Test
    void whatIsWrongWithAMessageIsSaidAtItsForm() {
        signIn(issuer.employee("ana"));
        openAccount("Sales");

        send("0712", "Hello");

        assertThat(page.getByText("to: must be")).isVisible();
    }

    @Test
    @Tag("O6")
    void aFailedMessageIsPutBackAndReachesItsContact() {
        var contact = whatsapp.contact("40719500002");
        whatsapp.behave(phone.number(), Behaviour.normal().refusingMessages(406));
        signInAsSuperAdmin();
        openAccount("Sales");
        send(contact.number(), "Second chance");
        awaitVisible(page.getByText("It failed"));
        whatsapp.resetBehaviour(phone.number());

        button("Put back the message to +407****02").click();

        assertThat(contact.awaitMessagesFrom(phone.number(), 1, SOON))
                .extracting(message -> message.text().orElse(""))
                .containsExactly("Second chance");
        assertThat(page.getByText("The message to +407****02 is queued again.")).isVisible();
        assertThat(page.getByText("None. What fails for good")).isVisible();
        assertThat(page.content()).doesNotContain(contact.number());
    }

    @Test
    @Tag("A8")
    void anAccountThatIsDegradedIsShownWithinFiveSeconds() {
        signIn(issuer.employee("ana"));
        assertThat(rowOf("Support")).containsText("Needs linking");

        Calls.await(layout.account(new AccountId(support)).update(Map.of("degraded", true)));
        assertThat(rowOf("Support").getByText("Degraded"))
                .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(WITHIN_FIVE_SECONDS));
        assertThat(page.locator("#said")).hasText("Support: Degraded");

        Calls.await(layout.account(new AccountId(support)).update(Map.of("degraded", false)));
        assertThat(rowOf("Support").getByText("Degraded")).isHidden();
    }

    @Test
    @Tag("H13")
    void aPhoneIsUnlinkedOnlyAfterAQuestion() {
        var another = whatsapp.phone("40715000096");
        var account = connector.pair("Back office", another);
        signInAsSuperAdmin();
        openAccount("Back office");

        button("Unlink the phone …").click();
        button("Cancel").click();
        assertThat(page.locator("main .head .state")).hasText("Connected");
        button("Unlink the phone …").click();
        button("Unlink").click();

        awaitVisible(qrCode());
        await().atMost(SOON).until(() -> !connector.status(account).equals("connected"));
    }

    @Test
    void aKeyboardReachesAnAccountAndComesBack() {
        signIn(issuer.employee("ana"));
        awaitVisible(rowOf("Sales"));

        page.locator("main").press("Tab");
        page.keyboard().press("Enter");

        awaitVisible(page.getByText("All accounts"));
        assertThat(page.locator("main")).isFocused();
        page.goBack();
        awaitVisible(heading("Fleet"));
    }

    @Test
    void aPageThatIsLoadedAgainIsStillSignedInAndAnotherTabIsNot() {
        signIn(issuer.employee("ana"));
        awaitVisible(heading("Fleet"));

        page.reload();
        awaitVisible(rowOf("Sales"));
        var other = context.newPage();
        other.navigate(connector.address() + "/");

        assertThat(other.getByLabel("ID token")).isVisible();
        button("Sign out").click();
        awaitVisible(page.getByLabel("ID token"));
        assertThat(page.evaluate("() => sessionStorage.length + localStorage.length + document.cookie.length"))
                .isEqualTo(0);
    }

    @Test
    void thePageRunsNothingButItsOwnAndIsFramedByNobody() {
        var headers = connector.get("/", Optional.empty()).headers();

        assertThat(headers.firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy)
                        .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                        .doesNotContain("unsafe", "http"));
        assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(headers.firstValue("Referrer-Policy")).contains("no-referrer");
        assertThat(headers.firstValue("Cache-Control"))
                .hasValueSatisfying(value -> assertThat(value).contains("no-store"));
    }
}
