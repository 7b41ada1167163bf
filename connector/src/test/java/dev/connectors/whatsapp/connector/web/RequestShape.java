package dev.connectors.whatsapp.connector.web;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a body has to look like, as the code that reads it shows when it is given wrong ones: which fields it asks for, which it
 * misses, and how long they may be.
 */
record RequestShape(List<Field> fields) {
    private static final Pattern LENGTH = Pattern.compile("must have 1 to ([0-9]+) characters.*");
    private static final String TOO_LONG = "x".repeat(1 << 20);

    /** A text of 1 to {@code maxLength} characters. */
    record Field(String name, boolean required, int maxLength) {}

    /** @param reader reads one body, and refuses it by an {@link InvalidRequestException} */
    static RequestShape of(Consumer<JsonNode> reader) {
        var asked = new LinkedHashSet<String>();
        var missed = refused(reader, recording(asked));
        return new RequestShape(asked.stream()
                .map(name -> new Field(name, missed.contains(name), maxLength(reader, name)))
                .toList());
    }

    private static Set<String> refused(Consumer<JsonNode> reader, JsonNode body) {
        var names = new LinkedHashSet<String>();
        errors(reader, body).forEach(error -> names.add(error.field()));
        return names;
    }

    private static int maxLength(Consumer<JsonNode> reader, String name) {
        var body = JsonNodeFactory.instance.objectNode().put(name, TOO_LONG);
        return errors(reader, body).stream()
                .filter(error -> error.field().equals(name))
                .map(error -> LENGTH.matcher(error.problem()))
                .filter(matcher -> matcher.matches())
                .map(matcher -> Integer.parseInt(matcher.group(1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " may have any length"));
    }

    private static List<InvalidRequestException.FieldError> errors(Consumer<JsonNode> reader, JsonNode body) {
        try {
            reader.accept(body);
        } catch (InvalidRequestException refused) {
            return refused.errors();
        }
        throw new AssertionError("this is read as if it were right: " + body);
    }

    /** An empty object that notes what it is asked for. */
    private static ObjectNode recording(Set<String> asked) {
        return new ObjectNode(JsonNodeFactory.instance) {
            private static final long serialVersionUID = 1L;

            @Override
            public JsonNode get(String name) {
                asked.add(name);
                return super.get(name);
            }
        };
    }
}
