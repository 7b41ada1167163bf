package dev.connectors.whatsapp.connector.web;

import dev.connectors.whatsapp.connector.firestore.Cursor;
import dev.connectors.whatsapp.connector.firestore.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads the parameters of a request's address and remembers everything that is wrong with them; {@link #check} must come
 * before anything is done.
 */
final class Parameters {
    static final int MOST_A_PAGE = 100;
    static final int STANDARD_PAGE = 50;

    private final Map<String, String> given;
    private final List<InvalidRequestException.FieldError> errors = new ArrayList<>();

    Parameters(Map<String, String> given) {
        this.given = given;
    }

    /** {@code parse} says by an IllegalArgumentException what would be right. */
    <T> Optional<T> required(String name, Function<String, T> parse) {
        if (!given.containsKey(name)) {
            wrong(name, "is missing");
        }
        return optional(name, parse);
    }

    /** The same, for one that may be missing. */
    <T> Optional<T> optional(String name, Function<String, T> parse) {
        try {
            return Optional.ofNullable(given.get(name)).map(parse);
        } catch (IllegalArgumentException e) {
            wrong(name, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    /** {@code limit} and {@code pageToken} */
    Page.Request page() {
        return new Page.Request(
                optional("limit", Parameters::limit).orElse(STANDARD_PAGE), optional("pageToken", Cursor::parse));
    }

    private static int limit(String text) {
        try {
            var limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= MOST_A_PAGE) {
                return limit;
            }
        } catch (NumberFormatException notANumber) {
            // The same remedy as for a number out of bounds.
        }
        throw new IllegalArgumentException("must be a whole number from 1 to " + MOST_A_PAGE);
    }

    private void wrong(String name, String problem) {
        errors.add(new InvalidRequestException.FieldError(name, problem));
    }

    /** @throws InvalidRequestException naming every parameter that is wrong */
    void check() {
        if (!errors.isEmpty()) {
            throw new InvalidRequestException(errors);
        }
    }
}
