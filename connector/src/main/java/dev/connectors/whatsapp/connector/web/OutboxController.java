package dev.connectors.whatsapp.connector.web;

import dev.connectors.whatsapp.connector.chat.RequestId;
import dev.connectors.whatsapp.connector.outbox.FailedEntries;
import dev.connectors.whatsapp.connector.outbox.UnknownRequestException;
import java.util.Objects;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** What an operator of the system does about messages that were accepted. */
@RestController
class OutboxController {
    private final FailedEntries failed;

    OutboxController(FailedEntries failed) {
        this.failed = failed;
    }

    /** @param requestId the request that is queued again */
    record PutBackResponse(boolean ok, String requestId) {}

    @PostMapping("/api/v1/outbox/{requestId}/put-back")
    PutBackResponse putBack(@PathVariable String requestId, @AuthenticationPrincipal Jwt caller) {
        failed.putBack(
                RequestId.parse(requestId).orElseThrow(() -> new UnknownRequestException(requestId)),
                Objects.requireNonNull(caller.getSubject(), "the decoder requires a subject"));
        return new PutBackResponse(true, requestId);
    }
}
