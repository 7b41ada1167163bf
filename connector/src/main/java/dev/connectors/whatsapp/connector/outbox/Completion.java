package dev.connectors.whatsapp.connector.outbox;

import dev.connectors.whatsapp.connector.account.AccountRegistry;
import dev.connectors.whatsapp.connector.bridge.BridgeEvent;
import dev.connectors.whatsapp.connector.bridge.BridgeException;
import dev.connectors.whatsapp.connector.bridge.BridgeListener;
import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.firestore.FirestoreUnavailableException;
import dev.connectors.whatsapp.connector.firestore.WriteConflictException;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Writes what became of a message that was handed to the bridge: {@code sent} on the acknowledgement of WhatsApp's server
 * and on nothing else; back into the queue, under the same id, when the connection ended without one.
 */
@Component
@Order(3)
final class Completion implements BridgeListener {
    private static final Logger log = LoggerFactory.getLogger(Completion.class);
    private static final Duration AFTER_FIRESTORE_FAILURE = Duration.ofSeconds(1);

    private final OutboxRepository repository;
    private final AccountRegistry accounts;
    private final InFlight inFlight;
    private final OutboxFeed feed;
    private final Wakeup wakeup;
    private final Clock clock;

    Completion(
            OutboxRepository repository,
            AccountRegistry accounts,
            InFlight inFlight,
            OutboxFeed feed,
            Wakeup wakeup,
            Clock clock) {
        this.repository = repository;
        this.accounts = accounts;
        this.inFlight = inFlight;
        this.feed = feed;
        this.wakeup = wakeup;
        this.clock = clock;
    }

    @Override
    public void on(BridgeEvent event) {
        switch (event) {
            case BridgeEvent.ServerAck ack -> acknowledged(ack);
            case BridgeEvent.ConnectionOpened opened -> wakeup.ring();
            case BridgeEvent.ConnectionClosed closed -> closed(closed.origin().account());
            case BridgeEvent.QrCode q -> {}
            case BridgeEvent.InboundMessage m -> {}
            case BridgeEvent.Receipt r -> {}
            case BridgeEvent.PhoneNumberLearnt p -> {}
            case BridgeEvent.AccountError e -> {}
        }
    }

    private void closed(AccountId account) {
        // The supervisor comes before this listener: an account still connected was closed on an earlier connection.
        if (!accounts.isConnected(account)) {
            releaseAll(account::equals, "the connection ended before an acknowledgement");
        }
    }

    @Override
    public void bridgeLost() {
        releaseAll(account -> true, "the bridge ended before an acknowledgement");
    }

    /** Called again for the same acknowledgement where it throws. */
    private void acknowledged(BridgeEvent.ServerAck ack) {
        var account = ack.origin().account();
        // Not in flight after a restart, or when the connection ended first: the document knows it by its id.
        var claim = inFlight.take(account, ack.messageId()).or(() -> repository.unfinished(account, ack.messageId()));
        try {
            claim.ifPresent(held -> finish(held, ack.errorCode()));
        } catch (WriteConflictException lost) {
            repository.unfinished(account, ack.messageId()).ifPresent(current -> finish(current, ack.errorCode()));
        }
        inFlight.finished(account, ack.messageId());
        wakeup.ring();
    }

    private void finish(Claim claim, int errorCode) {
        if (errorCode == 0) {
            repository.sent(claim);
            log.atInfo()
                    .addKeyValue("accountId", claim.entry().thread().account())
                    .addKeyValue("requestId", claim.entry().id())
                    .log("message sent");
        } else {
            var outcome =
                    FailurePolicy.afterRefusalByServer(errorCode, claim.entry().attempts(), clock.instant());
            apply(outcome, claim, "WhatsApp refused the message with code " + errorCode);
        }
    }

    /** The bridge did not take the command. */
    void refusedByBridge(Claim claim, BridgeException e) {
        var outcome =
                FailurePolicy.afterRefusalByBridge(e.reason(), claim.entry().attempts(), clock.instant());
        if (!(outcome instanceof FailurePolicy.Outcome.Wait)) {
            inFlight.take(claim).ifPresent(held -> applyUntilWritten(outcome, held, e.description()));
        }
    }

    /** Puts back what is under way for these accounts. */
    private void releaseAll(Predicate<AccountId> of, String why) {
        for (var claim : inFlight.takeAll(of)) {
            Thread.startVirtualThread(() -> applyUntilWritten(again(claim), claim, why));
        }
    }

    /** Puts back everything that is under way, as far as Firestore answers; the rest waits for its lease to run out. */
    void releaseNow(String why) {
        for (var claim : inFlight.takeAll(account -> true)) {
            try {
                apply(again(claim), claim, why);
            } catch (RuntimeException e) {
                log.atWarn()
                        .setCause(e)
                        .addKeyValue("requestId", claim.entry().id())
                        .log("an entry could not be put back; its lease runs out");
            }
        }
    }

    private FailurePolicy.Outcome again(Claim claim) {
        return new FailurePolicy.Outcome.Retry(clock.instant(), claim.entry().attempts());
    }

    /** Where nobody else repeats the call. The thread waits meanwhile, so that its order holds. */
    private void applyUntilWritten(FailurePolicy.Outcome outcome, Claim claim, String error) {
        try {
            while (!written(outcome, claim, error)) {
                Thread.sleep(AFTER_FIRESTORE_FAILURE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        inFlight.finished(claim.entry().thread().account(), claim.entry().waMessageId());
        wakeup.ring();
    }

    private boolean written(FailurePolicy.Outcome outcome, Claim claim, String error) {
        try {
            apply(outcome, claim, error);
            return true;
        } catch (WriteConflictException lost) {
            log.atWarn().addKeyValue("requestId", claim.entry().id()).log("a claim was lost");
            return true;
        } catch (FirestoreUnavailableException e) {
            log.atWarn()
                    .setCause(e)
                    .addKeyValue("requestId", claim.entry().id())
                    .log("what became of a message cannot be written yet");
            return false;
        }
    }

    private void apply(FailurePolicy.Outcome outcome, Claim claim, String error) {
        switch (outcome) {
            case FailurePolicy.Outcome.Retry retry ->
                feed.offer(repository.release(claim, retry.at(), retry.attempts(), error));
            case FailurePolicy.Outcome.Fail fail -> repository.failed(claim, error);
            case FailurePolicy.Outcome.Wait wait -> {}
        }
        log.atWarn()
                .addKeyValue("accountId", claim.entry().thread().account())
                .addKeyValue("requestId", claim.entry().id())
                .addKeyValue("outcome", outcome.getClass().getSimpleName())
                .addKeyValue("problem", error)
                .log("message not sent");
    }
}
