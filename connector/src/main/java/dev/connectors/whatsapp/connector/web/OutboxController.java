package dev.connectors.whatsapp.connector.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.chat.RequestId;
import dev.connectors.whatsapp.connector.firestore.Cursor;
import dev.connectors.whatsapp.connector.outbox.EntryView;
import dev.connectors.whatsapp.connector.outbox.FailedEntries;
import dev.connectors.whatsapp.connector.outbox.OutboxListing;
import dev.connectors.whatsapp.connector.outbox.OutboxStatus;
import dev.connectors.whatsapp.connector.outbox.UnknownRequestException;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What became of messages that were accepted, and what an operator of the system does about it. */
@RestController
@RequestMapping("/api/v1/outbox")
class OutboxController {
    private final OutboxListing listing;
    private final FailedEntries failed;

    OutboxController(OutboxListing listing, FailedEntries failed) {
        this.listing = listing;
        this.failed = failed;
    }

    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record EntryPage(List<EntryView> entries, Optional<String> nextPageToken) {}

    @GetMapping
    EntryPage list(@RequestParam Map<String, String> parameters) {
        var given = new Parameters(parameters);
        var account = given.required("accountId", AccountId::new);
        var status = given.optional("status", OutboxController::status);
        var page = given.page();
        given.check();
        var entries = listing.newest(account.orElseThrow(), status, page);
        return new EntryPage(entries.items(), entries.next().map(Cursor::token));
    }

    private static OutboxStatus status(String word) {
        return OutboxStatus.fromField(word)
                .orElseThrow(() -> new IllegalArgumentException("must be queued, processing, sent or failed"));
    }

    @GetMapping("/{requestId}")
    EntryView get(@PathVariable String requestId) {
        return RequestId.parse(requestId)
                .flatMap(listing::find)
                .orElseThrow(() -> new UnknownRequestException(requestId));
    }

    /** @param requestId the request that is queued again */
    record PutBackResponse(boolean ok, String requestId) {}

    @PostMapping("/{requestId}/put-back")
    PutBackResponse putBack(@PathVariable String requestId, Principal caller) {
        failed.putBack(
                RequestId.parse(requestId).orElseThrow(() -> new UnknownRequestException(requestId)), caller.getName());
        return new PutBackResponse(true, requestId);
    }
}
