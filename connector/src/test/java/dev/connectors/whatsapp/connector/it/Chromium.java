package dev.connectors.whatsapp.connector.it;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A headless Chromium of this machine, driven by the Node of this machine. */
final class Chromium implements AutoCloseable {
    /** Environment variable that names the program, where it is nowhere on the {@code PATH}. */
    private static final String VARIABLE = "CHROMIUM";

    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
    private static final List<Path> ELSEWHERE = List.of(
            Path.of("/Applications/Chromium.app/Contents/MacOS/Chromium"),
            Path.of("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"));

    private final Playwright playwright;
    private final Browser browser;

    private Chromium(Playwright playwright, Browser browser) {
        this.playwright = playwright;
        this.browser = browser;
    }

    static Chromium start() {
        var program = program();
        var node = onPath("node")
                .orElseThrow(() -> new IllegalStateException("node is not on the PATH, and it drives the browser"));
        var playwright = Playwright.create(new Playwright.CreateOptions()
                .setEnv(Map.of("PLAYWRIGHT_NODEJS_PATH", node.toString(), "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        // Its own sandbox is refused to root and in most containers, and what it opens here is ours.
        var options = new BrowserType.LaunchOptions().setExecutablePath(program).setArgs(List.of("--no-sandbox"));
        return new Chromium(playwright, playwright.chromium().launch(options));
    }

    Browser browser() {
        return browser;
    }

    private static Path program() {
        return Stream.concat(
                        Stream.ofNullable(System.getenv(VARIABLE)).map(Path::of),
                        Stream.concat(NAMES.stream().flatMap(name -> onPath(name).stream()), ELSEWHERE.stream()))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("There is no Chromium on this machine, and the page is"
                        + " tested in one. Debian and Ubuntu have it in the package chromium; " + VARIABLE
                        + " names a program that is not on the PATH. Looked for: " + String.join(", ", NAMES)));
    }

    private static Optional<Path> onPath(String name) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
