package dev.connectors.whatsapp.connector.it;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.connectors.whatsapp.local.Repository;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How the page looks, and whether everybody can use it: each view in the light of a desk and in the dark of a phone.
 * {@code -Dpage.images=docs/images} writes the pictures of {@code docs/page.md} there.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PageLooksIT {
    private static final Optional<Path> IMAGES =
            Optional.ofNullable(System.getProperty("page.images")).map(Repository.find()::resolve);

    private static final Set<String> PICTURED = Set.of("fleet", "linking", "account");

    /** In pixels; larger letters on a larger screen come to the same. */
    private static final int SMALLEST = 320;

    private final ExampleFleet connector = new ExampleFleet();
    private final Chromium chromium = Chromium.start();

    @AfterAll
    void stop() {
        chromium.close();
        connector.close();
    }

    private enum Device {
        DESK(1120, 720, ColorScheme.LIGHT),
        PHONE(390, 760, ColorScheme.DARK);

        private final int width;
        private final int height;
        private final ColorScheme scheme;

        Device(int width, int height, ColorScheme scheme) {
            this.width = width;
            this.height = height;
            this.scheme = scheme;
        }

        void show(Page page) {
            page.setViewportSize(width, height);
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
        }
    }

    /**
     * What is on the screen.
     *
     * @param change of the example
     * @param way from the address to there
     */
    record View(String name, String address, Consumer<ObjectNode> change, Consumer<Page> way) {
        private static View of(String name, String address, Consumer<Page> way) {
            return new View(name, address, fleet -> {}, way);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static void awaitText(Page page, String text) {
        page.getByText(text).first().waitFor();
    }

    private static void press(Page page, String button) {
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(button))
                .click();
    }

    private static final View FLEET = View.of("fleet", "#/", page -> awaitText(page, "Sales Romania"));

    static Stream<View> views() {
        return Stream.of(
                FLEET,
                new View("empty", "#/", fleet -> fleet.putArray("accounts"), page -> awaitText(page, "No account yet")),
                View.of("adding", "#/", page -> {
                    press(page, "Add account");
                    awaitText(page, "Add an account");
                }),
                View.of("linking", "#/accounts/events", page -> awaitText(page, "point the phone at this code")),
                View.of("account", "#/accounts/sales-ro", page -> awaitText(page, "not on WhatsApp")),
                View.of("degraded", "#/accounts/support-hu", page -> awaitText(page, "It has not been seen")),
                View.of("question", "#/accounts/sales-ro", page -> {
                    press(page, "Unlink the phone");
                    awaitText(page, "Unlink Sales Romania?");
                }),
                new View(
                        "employee",
                        "#/accounts/events",
                        fleet -> ((ObjectNode) fleet.path("caller")).put("superAdmin", false),
                        page -> awaitText(page, "Sign in as one")),
                View.of("missing", "#/accounts/nobody", page -> awaitText(page, "There is no such account")),
                View.of("sign-in", "#/", page -> {
                    press(page, "Sign out");
                    awaitText(page, "Paste the Firebase ID token");
                }));
    }

    @ParameterizedTest
    @MethodSource("views")
    void everybodyCanUseIt(View view) {
        try (var context = newContext()) {
            var page = open(context, view);

            for (var device : Device.values()) {
                device.show(page);

                assertThat(Accessibility.graveViolations(page))
                        .as("%s on a %s", view, device)
                        .isEmpty();
                picture(page, view, device);
            }
            page.setViewportSize(SMALLEST, SMALLEST);

            assertThat(page.evaluate("() => document.documentElement.scrollWidth"))
                    .as("%s is not wider than the smallest screen", view)
                    .isEqualTo(SMALLEST);
        }
    }

    @Test
    void aConnectionThatIsLostIsSaidAndMadeAgain() {
        try (var context = newContext()) {
            var page = open(context, FLEET);
            awaitText(page, "Live");

            connector.loseConnections();

            awaitText(page, "Connecting again");
            awaitText(page, "Live");
        }
    }

    @Test
    void whatCannotBeReadIsFound() {
        try (var context = newContext()) {
            var page = open(context, FLEET);

            assertThat(Accessibility.findsALowContrastIn(page)).isTrue();
        }
    }

    private BrowserContext newContext() {
        return chromium.browser()
                .newContext(new Browser.NewContextOptions().setLocale("en-GB").setTimezoneId("UTC"));
    }

    private Page open(BrowserContext context, View view) {
        connector.become(view.change());
        // As if somebody had signed in before.
        context.addInitScript("sessionStorage.setItem('token', 'token')");
        var page = context.newPage();
        page.navigate(connector.address() + view.address());
        view.way().accept(page);
        return page;
    }

    private static void picture(Page page, View view, Device device) {
        IMAGES.filter(folder -> PICTURED.contains(view.name()))
                .map(folder ->
                        folder.resolve("page-%s-%s.png".formatted(view, device).toLowerCase(Locale.ROOT)))
                .ifPresent(file -> page.screenshot(
                        new Page.ScreenshotOptions().setPath(file).setFullPage(true)));
    }
}
