package dev.connectors.whatsapp.connector.web;

import dev.connectors.whatsapp.connector.account.AccountExistsException;
import dev.connectors.whatsapp.connector.account.AccountRefusedException;
import dev.connectors.whatsapp.connector.account.AccountSetupUnavailableException;
import dev.connectors.whatsapp.connector.account.UnknownAccountException;
import dev.connectors.whatsapp.connector.firestore.FirestoreUnavailableException;
import dev.connectors.whatsapp.connector.firestore.WriteRejectedException;
import dev.connectors.whatsapp.connector.outbox.NotFailedException;
import dev.connectors.whatsapp.connector.outbox.QueueFullException;
import dev.connectors.whatsapp.connector.outbox.ThreadBusyException;
import dev.connectors.whatsapp.connector.outbox.ThreadRefusedException;
import dev.connectors.whatsapp.connector.outbox.UnknownRequestException;
import dev.connectors.whatsapp.connector.outbox.UnreadableThreadException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.springframework.beans.TypeMismatchException;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpMediaTypeNotSupportedException;

/**
 * Why a request was not served, apart from how that is written down. Pure.
 *
 * @param error a stable code for programs
 * @param message for people; never what an exception of somebody else says
 * @param fields which fields of the request are wrong, where that is the reason
 * @param retryAfter when it is worth asking again
 */
record Refusal(
        HttpStatusCode status,
        String error,
        String message,
        List<InvalidRequestException.FieldError> fields,
        Optional<Duration> retryAfter) {

    private static final Refusal UNAUTHORIZED = of(
            HttpStatus.UNAUTHORIZED, "unauthorized", "send a valid Firebase ID token as: Authorization: Bearer TOKEN");
    private static final Refusal FORBIDDEN = of(HttpStatus.FORBIDDEN, "forbidden", "your role does not allow this");
    private static final Refusal NOT_JSON = of(HttpStatus.BAD_REQUEST, "invalid_request", "the body is not JSON");

    /** What this exception means to a caller. */
    static Refusal of(Exception e) {
        return switch (e) {
            case InvalidRequestException invalid ->
                new Refusal(HttpStatus.BAD_REQUEST, "invalid_request", said(e), invalid.errors(), Optional.empty());
            case HttpMessageNotReadableException unreadable -> NOT_JSON;
            case TypeMismatchException mismatch ->
                of(HttpStatus.BAD_REQUEST, "invalid_request", mismatch.getPropertyName() + " is of the wrong type");
            case AuthenticationServiceException unreachable ->
                of(
                        HttpStatus.SERVICE_UNAVAILABLE,
                        "issuer_unavailable",
                        "the keys by which tokens are checked cannot be had: repeat the request in a moment");
            case AuthenticationException unknown -> UNAUTHORIZED;
            case AccessDeniedException denied -> FORBIDDEN;
            case RequestTooLargeException large -> of(HttpStatus.CONTENT_TOO_LARGE, "request_too_large", said(e));
            case HttpMediaTypeNotSupportedException other ->
                of(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type", "send application/json");
            case UnknownAccountException unknown -> of(HttpStatus.NOT_FOUND, "unknown_account", said(e));
            case UnknownThreadException unknown -> of(HttpStatus.NOT_FOUND, "unknown_thread", said(e));
            case UnknownRequestException unknown -> of(HttpStatus.NOT_FOUND, "unknown_request", said(e));
            case NothingToLinkException nothing -> of(HttpStatus.NOT_FOUND, "nothing_to_link", said(e));
            case NotFailedException sent -> of(HttpStatus.CONFLICT, "not_failed", said(e));
            case AccountExistsException exists -> of(HttpStatus.CONFLICT, "account_exists", said(e));
            case AccountConnectedException connected -> of(HttpStatus.CONFLICT, "account_connected", said(e));
            case AccountRefusedException refused -> of(HttpStatus.CONFLICT, "account_refused", said(e));
            case AccountSetupUnavailableException unavailable ->
                of(
                        HttpStatus.SERVICE_UNAVAILABLE,
                        "kubernetes_unavailable",
                        "whether the account was set up is not known: repeat the request");
            case AccountsAreResourcesException resources -> of(HttpStatus.CONFLICT, "accounts_are_resources", said(e));
            case ThreadRefusedException refused -> threadRefused(refused.refusal());
            case TooManyRequestsException many -> wait("rate_limited", said(e), many.retryAfter());
            case QueueFullException full -> wait("account_rate_limited", said(e), full.retryAfter());
            case ThreadBusyException busy ->
                of(HttpStatus.SERVICE_UNAVAILABLE, "thread_busy", "repeat the request in a moment");
            case UnreadableThreadException garbled ->
                of(HttpStatus.INTERNAL_SERVER_ERROR, "thread_unreadable", said(e));
            case WriteRejectedException rejected ->
                of(HttpStatus.BAD_REQUEST, "invalid_request", "Firestore cannot hold what the request says");
            case FirestoreUnavailableException unavailable ->
                of(
                        HttpStatus.SERVICE_UNAVAILABLE,
                        "storage_unavailable",
                        "whether the request was accepted is not known: repeat it with the same clientMessageId");
            case ErrorResponse response -> ofSpring(response.getStatusCode());
            default -> of(HttpStatus.INTERNAL_SERVER_ERROR, "internal_error", "the connector's log says more");
        };
    }

    private static Refusal threadRefused(ThreadRefusedException.Refusal refusal) {
        return switch (refusal) {
            case NOT_THREAD_WRITER ->
                of(HttpStatus.FORBIDDEN, "not_thread_writer", "Only thread owner or co-writers can send messages");
            case THREAD_LOCKED -> of(HttpStatus.FORBIDDEN, "thread_locked", "the thread is locked");
        };
    }

    /** Of a request that reached none of our own methods. */
    private static Refusal ofSpring(HttpStatusCode status) {
        return switch (status.value()) {
            case 404 -> of(status, "not_found", "there is nothing at this address");
            case 405 -> of(status, "method_not_allowed", "this address is asked in another way");
            case 406 -> of(status, "not_acceptable", "answers are JSON");
            default ->
                status.is4xxClientError()
                        ? of(status, "invalid_request", "the request cannot be understood")
                        : of(status, "internal_error", "the connector's log says more");
        };
    }

    private static Refusal wait(String error, String message, Duration retryAfter) {
        return new Refusal(HttpStatus.TOO_MANY_REQUESTS, error, message, List.of(), Optional.of(retryAfter));
    }

    private static Refusal of(HttpStatusCode status, String error, String message) {
        return new Refusal(status, error, message, List.of(), Optional.empty());
    }

    private static String said(Exception ours) {
        return String.valueOf(ours.getMessage());
    }
}
