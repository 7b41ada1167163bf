package dev.connectors.whatsapp.connector.web;

import dev.connectors.whatsapp.connector.account.AccountExistsException;
import dev.connectors.whatsapp.connector.firestore.FirestoreUnavailableException;
import dev.connectors.whatsapp.connector.outbox.NotFailedException;
import dev.connectors.whatsapp.connector.outbox.ThreadBusyException;
import dev.connectors.whatsapp.connector.outbox.ThreadRefusedException;
import dev.connectors.whatsapp.connector.outbox.UnknownAccountException;
import dev.connectors.whatsapp.connector.outbox.UnknownRequestException;
import dev.connectors.whatsapp.connector.outbox.UnreadableThreadException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** What each failure looks like to a caller. */
@RestControllerAdvice
class ApiErrors {
    private static final Logger log = LoggerFactory.getLogger(ApiErrors.class);

    @ExceptionHandler
    ResponseEntity<ApiError> invalid(InvalidRequestException e) {
        return ResponseEntity.badRequest()
                .body(new ApiError("invalid_request", String.valueOf(e.getMessage()), e.errors()));
    }

    @ExceptionHandler
    ResponseEntity<ApiError> unreadable(HttpMessageNotReadableException e) {
        return answer(HttpStatus.BAD_REQUEST, "invalid_request", "the body is not JSON");
    }

    @ExceptionHandler
    ResponseEntity<ApiError> unsupported(HttpMediaTypeNotSupportedException e) {
        return answer(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type", "send application/json");
    }

    @ExceptionHandler
    ResponseEntity<ApiError> unknownAccount(UnknownAccountException e) {
        return answer(HttpStatus.NOT_FOUND, "unknown_account", String.valueOf(e.getMessage()));
    }

    @ExceptionHandler
    ResponseEntity<ApiError> unknownRequest(UnknownRequestException e) {
        return answer(HttpStatus.NOT_FOUND, "unknown_request", String.valueOf(e.getMessage()));
    }

    @ExceptionHandler
    ResponseEntity<ApiError> notFailed(NotFailedException e) {
        return answer(HttpStatus.CONFLICT, "not_failed", String.valueOf(e.getMessage()));
    }

    @ExceptionHandler
    ResponseEntity<ApiError> accountExists(AccountExistsException e) {
        return answer(HttpStatus.CONFLICT, "account_exists", String.valueOf(e.getMessage()));
    }

    @ExceptionHandler
    ResponseEntity<ApiError> accountsAreResources(AccountsAreResourcesException e) {
        return answer(HttpStatus.CONFLICT, "accounts_are_resources", String.valueOf(e.getMessage()));
    }

    @ExceptionHandler
    ResponseEntity<ApiError> threadRefused(ThreadRefusedException e) {
        return switch (e.refusal()) {
            case NOT_THREAD_WRITER ->
                answer(HttpStatus.FORBIDDEN, "not_thread_writer", "Only thread owner or co-writers can send messages");
            case THREAD_LOCKED -> answer(HttpStatus.FORBIDDEN, "thread_locked", "the thread is locked");
        };
    }

    @ExceptionHandler
    ResponseEntity<ApiError> threadBusy(ThreadBusyException e) {
        return answer(HttpStatus.SERVICE_UNAVAILABLE, "thread_busy", "repeat the request in a moment");
    }

    @ExceptionHandler
    ResponseEntity<ApiError> unreadableThread(UnreadableThreadException e) {
        log.atError().addKeyValue("problem", e.getMessage()).log("a thread takes no messages until a person mends it");
        return answer(HttpStatus.INTERNAL_SERVER_ERROR, "thread_unreadable", String.valueOf(e.getMessage()));
    }

    @ExceptionHandler
    ResponseEntity<ApiError> firestoreUnavailable(FirestoreUnavailableException e) {
        log.atWarn().setCause(e).log("a request could not be served");
        return answer(
                HttpStatus.SERVICE_UNAVAILABLE,
                "storage_unavailable",
                "whether the request was accepted is not known: repeat it with the same clientMessageId");
    }

    private static ResponseEntity<ApiError> answer(HttpStatus status, String error, String message) {
        return ResponseEntity.status(status).body(ApiError.of(error, message));
    }
}
