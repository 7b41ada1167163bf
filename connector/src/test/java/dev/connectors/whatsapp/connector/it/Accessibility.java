package dev.connectors.whatsapp.connector.it;

import com.microsoft.playwright.Page;
import dev.connectors.whatsapp.local.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What axe-core finds wrong with what a page shows just now. */
final class Accessibility {
    private static final String AXE = read("node_modules/axe-core/axe.min.js");
    private static final Set<String> GRAVE = Set.of("serious", "critical");

    private Accessibility() {}

    private static String read(String path) {
        try {
            return Files.readString(Repository.find().resolve(path));
        } catch (IOException e) {
            throw new UncheckedIOException("npm ci installs it", e);
        }
    }

    /** A violation as axe tells it. */
    record Violation(String rule, String impact, String help, List<String> places) {
        private static Violation of(JsonNode json) {
            return new Violation(
                    json.path("id").asString(),
                    json.path("impact").asString(),
                    json.path("help").asString(),
                    json.path("nodes")
                            .valueStream()
                            .map(node -> node.path("html").asString() + " "
                                    + node.path("any")
                                            .valueStream()
                                            .map(check -> check.path("message").asString())
                                            .toList())
                            .toList());
        }
    }

    /** Those that it calls serious or critical. */
    static List<Violation> graveViolations(Page page) {
        page.evaluate(AXE + "\n;0");
        var found = page.evaluate("async () => JSON.stringify((await axe.run()).violations)");
        return JsonMapper.shared()
                .readTree(String.valueOf(found))
                .valueStream()
                .filter(violation -> GRAVE.contains(violation.path("impact").asString()))
                .map(Violation::of)
                .toList();
    }

    /** Whether it sees anything at all: a check that finds nothing in everything proves nothing. */
    static boolean findsALowContrastIn(Page page) {
        page.evaluate("() => { const p = document.createElement('p'); p.textContent = 'pale';"
                + " p.style.color = '#999'; p.style.background = '#aaa'; document.querySelector('main').append(p); }");
        return graveViolations(page).stream().map(Violation::rule).toList().equals(List.of("color-contrast"));
    }
}
