package dev.connectors.whatsapp.connector.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/**
 * Reads the fields of a request's body and remembers everything that is wrong with them, so that a caller hears of all
 * mistakes at once. A field that is wrong reads as a placeholder; {@link #check} must come before anything is done.
 */
final class JsonBody {
    private final JsonNode json;
    private final List<InvalidRequestException.FieldError> errors = new ArrayList<>();

    JsonBody(JsonNode json) {
        this.json = json;
        if (!json.isObject()) {
            throw new InvalidRequestException(
                    List.of(new InvalidRequestException.FieldError("(body)", "must be a JSON object")));
        }
    }

    /** Text of 1 to {@code maxLength} characters. */
    String text(String field, int maxLength) {
        return optionalText(field, maxLength).orElseGet(() -> {
            if (!json.hasNonNull(field)) {
                wrong(field, "is missing");
            }
            return "";
        });
    }

    /** The same, for a field that may be missing. */
    Optional<String> optionalText(String field, int maxLength) {
        var value = json.get(field);
        if (value == null || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isString()) {
            wrong(
                    field,
                    "must be a string, but is a JSON "
                            + value.getNodeType().name().toLowerCase(Locale.ROOT));
            return Optional.empty();
        }
        var text = value.asString();
        if (text.isBlank() || text.length() > maxLength) {
            wrong(
                    field,
                    "must have 1 to " + maxLength + " characters, but has " + (text.isBlank() ? 0 : text.length()));
            return Optional.empty();
        }
        return Optional.of(text);
    }

    /** A field of a type of its own: {@code parse} says by an IllegalArgumentException what would be right. */
    <T> Optional<T> parsed(String field, int maxLength, Function<String, T> parse) {
        var text = text(field, maxLength);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(parse.apply(text));
        } catch (IllegalArgumentException e) {
            wrong(field, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    void wrong(String field, String problem) {
        errors.add(new InvalidRequestException.FieldError(field, problem));
    }

    /** @throws InvalidRequestException naming every field that is wrong */
    void check() {
        if (!errors.isEmpty()) {
            throw new InvalidRequestException(errors);
        }
    }
}
