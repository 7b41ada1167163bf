package dev.connectors.whatsapp.connector.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * The body of every refusal outside {@code /api/v1}.
 *
 * @param error a stable code for programs
 * @param message for people
 * @param fields which fields of the request are wrong, where that is the reason
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record ApiError(String error, String message, List<InvalidRequestException.FieldError> fields) {}
