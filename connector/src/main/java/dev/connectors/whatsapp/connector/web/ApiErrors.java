package dev.connectors.whatsapp.connector.web;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/**
 * Writes down why a request was not served: as the client applications of each generation read it, and below
 * {@code /api/v1} as RFC 9457 says, with the same code in {@code error}.
 */
@RestControllerAdvice
class ApiErrors {
    private static final Logger log = LoggerFactory.getLogger(ApiErrors.class);
    private static final String PROBLEM_TYPE = "urn:whatsapp-connector:problem:";

    @ExceptionHandler
    ResponseEntity<Object> refuse(Exception e, HttpServletRequest request) throws IOException {
        if (e instanceof IOException lost) {
            // The caller is gone: there is nobody to write to.
            throw lost;
        }
        return answer(e, request.getRequestURI());
    }

    static ResponseEntity<Object> answer(Exception e, String path) {
        var refusal = Refusal.of(e);
        note(e, refusal);
        var answer = ResponseEntity.status(refusal.status());
        refusal.retryAfter().ifPresent(wait -> answer.header(HttpHeaders.RETRY_AFTER, seconds(wait)));
        if (refusal.status().isSameCodeAs(HttpStatus.UNAUTHORIZED)) {
            answer.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        }
        return path.startsWith("/api/v1/")
                ? answer.contentType(MediaType.APPLICATION_PROBLEM_JSON).body(problem(refusal))
                : answer.contentType(MediaType.APPLICATION_JSON)
                        .body(new ApiError(refusal.error(), refusal.message(), refusal.fields()));
    }

    private static void note(Exception e, Refusal refusal) {
        if (refusal.status().is5xxServerError()) {
            log.atError().setCause(e).addKeyValue("error", refusal.error()).log("a request could not be served");
        }
    }

    private static ProblemDetail problem(Refusal refusal) {
        var problem = ProblemDetail.forStatusAndDetail(refusal.status(), refusal.message());
        problem.setType(URI.create(PROBLEM_TYPE + refusal.error()));
        problem.setTitle(refusal.error().replace('_', ' '));
        problem.setProperty("error", refusal.error());
        if (!refusal.fields().isEmpty()) {
            problem.setProperty("fields", refusal.fields());
        }
        return problem;
    }

    /** Rounded up: whoever waits as long as it says is not too early. */
    private static String seconds(Duration wait) {
        return String.valueOf(Math.max(1, wait.plusMillis(999).toSeconds()));
    }
}
