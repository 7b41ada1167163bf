package dev.connectors.whatsapp.connector.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The environment's variables, and a list of what was found wrong with them so far. */
final class Environment {
    private static final Pattern ORIGIN = Pattern.compile("https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?");

    private final Map<String, String> variables;
    private final List<SettingProblem> problems = new ArrayList<>();

    Environment(Map<String, String> variables) {
        this.variables = Map.copyOf(variables);
    }

    /** Every variable as it is, except these. */
    Map<String, String> without(Set<String> names) {
        var others = new HashMap<>(variables);
        others.keySet().removeAll(names);
        return Map.copyOf(others);
    }

    /** The variable's value; one that is blank counts as not set. */
    Optional<String> get(String name) {
        return Optional.ofNullable(variables.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }

    /** The first of these variables that is set. */
    Optional<String> firstOf(String... names) {
        for (var name : names) {
            var value = get(name);
            if (value.isPresent()) {
                return value;
            }
        }
        return Optional.empty();
    }

    int integer(String name, int defaultValue, int min, int max) {
        var text = get(name);
        if (text.isEmpty()) {
            return defaultValue;
        }
        try {
            var value = Integer.parseInt(text.get());
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException notANumber) {
            // The same remedy as for a number out of bounds.
        }
        problem(name, "set it to a whole number from " + min + " to " + max + " (default " + defaultValue + ")");
        return defaultValue;
    }

    Optional<URI> httpUri(String name) {
        var text = get(name);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            var uri = new URI(text.get());
            if (("http".equals(uri.getScheme()) || "https".equals(uri.getScheme())) && uri.getHost() != null) {
                return Optional.of(uri);
            }
        } catch (URISyntaxException notAUri) {
            // The same remedy as for a URI of another scheme.
        }
        problem(name, "set it to an http:// or https:// address, or unset it");
        return Optional.empty();
    }

    /** Where Kubernetes is, as it tells every container; an IPv6 address comes without its brackets. */
    Optional<URI> apiServer() {
        var port = integer("KUBERNETES_SERVICE_PORT", 443, 1, 65_535);
        try {
            return Optional.of(
                    new URI("https", null, get("KUBERNETES_SERVICE_HOST").orElse(""), port, null, null, null));
        } catch (URISyntaxException notAHost) {
            problem("KUBERNETES_SERVICE_HOST", "set it to the address of Kubernetes' API server, as Kubernetes does");
            return Optional.empty();
        }
    }

    /** Whose pages: what a browser sends as {@code Origin}, separated by commas. */
    List<String> origins(String name) {
        var origins = get(name).stream()
                .flatMap(text -> Arrays.stream(text.split(",")))
                .map(String::strip)
                .toList();
        if (origins.stream().allMatch(origin -> ORIGIN.matcher(origin).matches())) {
            return origins;
        }
        problem(name, "set it to origins such as https://app.example.com, separated by commas, or unset it");
        return List.of();
    }

    void problem(String name, String remedy) {
        var value = get(name).map(v -> "\"" + v + "\"").orElse(SettingProblem.NOT_SET);
        add(new SettingProblem(name, value, remedy));
    }

    void secretProblem(String name, String remedy) {
        var value = get(name).map(v -> "**** (" + v.length() + " characters)").orElse(SettingProblem.NOT_SET);
        add(new SettingProblem(name, value, remedy));
    }

    void add(SettingProblem problem) {
        problems.add(problem);
    }

    List<SettingProblem> problems() {
        return problems;
    }
}
