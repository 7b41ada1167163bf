package dev.connectors.whatsapp.connector.it;

import com.google.cloud.firestore.Firestore;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import dev.connectors.whatsapp.connector.chat.DataLayout;
import dev.connectors.whatsapp.connector.config.Settings.FirestoreSettings;
import dev.connectors.whatsapp.connector.firestore.FirestoreClients;
import dev.connectors.whatsapp.connector.firestore.Layout;
import dev.connectors.whatsapp.local.auth.TokenIssuer;
import dev.connectors.whatsapp.local.firestore.FirestoreEmulator;
import dev.connectors.whatsapp.local.whatsapp.Phone;
import dev.connectors.whatsapp.local.whatsapp.WhatsAppLoopback;
import java.io.Closeable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.connectors.whatsapp.connector.it.RunningConnector.SOON;

/** Somebody in front of the page, and a connector with two accounts behind it: one linked, one that is to be. */
final class PageVisit implements Closeable {
    private final TokenIssuer issuer;
    private final WhatsAppLoopback whatsapp;
    private final RunningConnector connector;
    private final Firestore firestore;
    private final Layout layout;
    private final Chromium chromium = Chromium.start();
    private final List<String> complaints = new ArrayList<>();
    private final Phone phone;
    private final String support;
    private BrowserContext context;
    private Page page;

    PageVisit(FirestoreEmulator emulator, WhatsAppLoopback whatsapp, Path sessions) {
        PlaywrightAssertions.setDefaultAssertionTimeout((double) SOON.toMillis());
        var projectId = FirestoreEmulator.newProjectId();
        this.issuer = TokenIssuer.start(projectId);
        this.whatsapp = whatsapp;
        this.connector = RunningConnector.start(projectId, sessions, emulator, whatsapp, issuer);
        this.firestore = FirestoreClients.open(new FirestoreSettings(
                projectId, DataLayout.CANONICAL, Optional.of(emulator.hostAndPort()), Optional.empty()));
        this.layout = new Layout(firestore, DataLayout.CANONICAL);
        this.phone = whatsapp.phone("40715000097");
        connector.pair("Sales", phone);
        this.support = connector.addAccount("Support", "40715000098");
        this.context = newContext();
        this.page = context.newPage();
    }

    /** In a window that knows nothing of the one before. */
    void begin() {
        context.close();
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

    TokenIssuer issuer() {
        return issuer;
    }

    WhatsAppLoopback whatsapp() {
        return whatsapp;
    }

    RunningConnector connector() {
        return connector;
    }

    Layout layout() {
        return layout;
    }

    BrowserContext context() {
        return context;
    }

    Page page() {
        return page;
    }

    /** What the browser has complained about since the visit began. */
    List<String> complaints() {
        return complaints;
    }

    /** The phone of the account that is linked. */
    Phone phone() {
        return phone;
    }

    /** The account that is not. */
    String support() {
        return support;
    }

    void signIn(String token) {
        page.getByLabel("ID token").fill(token);
        button("Sign in").click();
    }

    void signInAsSuperAdmin() {
        signIn(issuer.superAdmin("admin"));
    }

    void openAccount(String name) {
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true))
                .click();
        awaitVisible(heading(name));
    }

    Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    Locator heading(String name) {
        return page.getByRole(
                AriaRole.HEADING, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    Locator rowOf(String name) {
        return page.getByRole(AriaRole.ROW, new Page.GetByRoleOptions().setName(Pattern.compile("^" + name + " ")));
    }

    Locator qrCode() {
        return page.getByAltText("QR code to scan with WhatsApp on the phone");
    }

    static void awaitVisible(Locator locator) {
        assertThat(locator).isVisible();
    }

    void send(String to, String text) {
        page.getByLabel("To").fill(to);
        page.getByLabel("Message", new Page.GetByLabelOptions().setExact(true)).fill(text);
        button("Send").click();
    }

    @Override
    public void close() {
        context.close();
        chromium.close();
        connector.close();
        firestore.shutdownNow();
        issuer.close();
    }
}
