package dev.connectors.whatsapp.operator.fakeapi;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The selectors that the operator uses: {@code label}, {@code label=value} and {@code field!=value}. */
final class Selection implements Predicate<JsonNode> {
    private final String labels;
    private final String fields;

    Selection(Map<String, String> query) {
        labels = query.getOrDefault("labelSelector", "");
        fields = query.getOrDefault("fieldSelector", "");
    }

    @Override
    public boolean test(JsonNode object) {
        return requirements(labels)
                        .allMatch(requirement -> label(object.path("metadata").path("labels"), requirement))
                && requirements(fields).allMatch(requirement -> field(object, requirement));
    }

    private static Stream<String> requirements(String selector) {
        return Arrays.stream(selector.split(",", -1)).filter(requirement -> !requirement.isEmpty());
    }

    private static boolean label(JsonNode labels, String requirement) {
        var parts = requirement.split("=", 2);
        return labels.has(parts[0])
                && (parts.length == 1 || labels.path(parts[0]).asText().equals(parts[1]));
    }

    private static boolean field(JsonNode object, String requirement) {
        var unequal = requirement.split("!=", 2);
        if (unequal.length == 2) {
            return !value(object, unequal[0]).equals(unequal[1]);
        }
        var equal = requirement.split("=", 2);
        return value(object, equal[0]).equals(equal[1]);
    }

    private static String value(JsonNode object, String field) {
        return object.at("/" + field.replace('.', '/')).asText();
    }
}
