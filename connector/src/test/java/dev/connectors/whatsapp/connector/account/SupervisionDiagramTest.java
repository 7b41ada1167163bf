package dev.connectors.whatsapp.connector.account;

import dev.connectors.whatsapp.local.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The diagram in the documentation is the state machine that runs. */
@Tag("A1")
class SupervisionDiagramTest {
    private static final Pattern GROUP = Pattern.compile("state (\\w+) \\{");
    private static final Pattern ARROW = Pattern.compile("(\\S+) --> (\\S+)(?:: (.+))?");

    @Test
    void itHasEveryTransitionAndNoOther() throws IOException {
        var page = Files.readString(Repository.find().resolve("docs/supervision.md"));

        assertThat(drawn(page)).isEqualTo(inTheCode());
    }

    /** By its two phases, what can cause a transition. */
    private static Map<String, SortedSet<String>> inTheCode() {
        var supervision = new Supervision(100);
        var arrows = new TreeMap<String, SortedSet<String>>();
        for (var state : Situations.everyPhase()) {
            for (var happening : Situations.everyHappening(state)) {
                var next = supervision.after(state, happening).state();
                if (!next.phase().getClass().equals(state.phase().getClass())) {
                    add(arrows, Situations.name(state.phase()), Situations.name(next.phase()), label(happening));
                }
            }
        }
        return arrows;
    }

    private static String label(Happening happening) {
        return happening instanceof Happening.Closed closed
                ? "Closed " + CloseCode.of(closed.code()).answer()
                : happening.getClass().getSimpleName();
    }

    /** An arrow from a group is one from each of its phases, but for the one that it leads to. */
    private static Map<String, SortedSet<String>> drawn(String page) {
        var lines = page.substring(page.indexOf("```mermaid"), page.indexOf("```", page.indexOf("```mermaid") + 3))
                .lines()
                .map(String::strip)
                .toList();
        var groups = groups(lines);
        var arrows = new TreeMap<String, SortedSet<String>>();
        for (var line : lines) {
            var arrow = ARROW.matcher(line);
            if (arrow.matches() && !arrow.group(1).equals("[*]")) {
                for (var from : groups.getOrDefault(arrow.group(1), List.of(arrow.group(1)))) {
                    if (!from.equals(arrow.group(2))) {
                        Arrays.stream(arrow.group(3).split(", "))
                                .forEach(label -> add(arrows, from, arrow.group(2), label));
                    }
                }
            }
        }
        return arrows;
    }

    private static Map<String, List<String>> groups(List<String> lines) {
        var groups = new HashMap<String, List<String>>();
        var open = new ArrayList<String>();
        for (var line : lines) {
            var group = GROUP.matcher(line);
            if (group.matches()) {
                open.add(group.group(1));
                groups.put(group.group(1), new ArrayList<>());
            } else if (line.equals("}")) {
                open.removeLast();
            } else if (line.matches("\\w+")) {
                open.forEach(
                        each -> groups.getOrDefault(each, new ArrayList<>()).add(line));
            }
        }
        return groups;
    }

    private static void add(Map<String, SortedSet<String>> arrows, String from, String to, String label) {
        arrows.computeIfAbsent(from + " --> " + to, arrow -> new TreeSet<>()).add(label);
    }
}
