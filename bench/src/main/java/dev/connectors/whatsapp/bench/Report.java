package dev.connectors.whatsapp.bench;

import dev.connectors.whatsapp.local.http.JsonHttp;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What a benchmark found: tables for people, values for programs, and whether its targets were met. */
final class Report {
    private final List<String> explanations = new ArrayList<>();
    private final List<Table> tables = new ArrayList<>();
    private final Map<String, Object> values = new LinkedHashMap<>();
    private final List<Target> targets = new ArrayList<>();

    /** Something that should hold, and whether it did. */
    private record Target(String target, boolean met) {}

    /** How it was measured, so that nobody has to guess what a figure means. */
    Report explain(String how) {
        explanations.add(how);
        return this;
    }

    Report table(Table table) {
        tables.add(table);
        return this;
    }

    /** A figure under a name, for the JSON. */
    Report value(String name, Object value) {
        values.put(name, value);
        return this;
    }

    Report target(String target, boolean met) {
        targets.add(new Target(target, met));
        return this;
    }

    boolean targetsMet() {
        return targets.stream().allMatch(Target::met);
    }

    String text() {
        var parts = new ArrayList<String>();
        parts.add(String.join("\n", explanations));
        tables.stream().map(Table::text).forEach(parts::add);
        parts.add(targets.stream()
                .map(target -> (target.met() ? "met     " : "MISSED  ") + target.target())
                .collect(Collectors.joining("\n")));
        return parts.stream().filter(part -> !part.isEmpty()).collect(Collectors.joining("\n\n"));
    }

    /** As JSON, together with what says under which conditions it was found. */
    String json(Map<String, Object> conditions) {
        var all = new LinkedHashMap<>(conditions);
        all.put("explanations", explanations);
        all.put("values", values);
        all.put("tables", tables);
        all.put("targets", targets);
        return JsonHttp.json().writerWithDefaultPrettyPrinter().writeValueAsString(all);
    }
}
