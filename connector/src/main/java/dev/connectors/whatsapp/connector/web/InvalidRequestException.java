package dev.connectors.whatsapp.connector.web;

import java.util.List;
import java.util.stream.Collectors;

/** The request cannot be understood; nothing was done. */
final class InvalidRequestException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<FieldError> errors;

    /**
     * @param field as it is named in the body
     * @param problem what is wrong with it and what would be right
     */
    record FieldError(String field, String problem) {}

    InvalidRequestException(List<FieldError> errors) {
        super(errors.stream().map(e -> e.field() + " " + e.problem()).collect(Collectors.joining("; ")));
        this.errors = List.copyOf(errors);
    }

    List<FieldError> errors() {
        return errors;
    }
}
