package dev.connectors.whatsapp.connector.outbox;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.connectors.whatsapp.connector.account.AccountRegistry;
import dev.connectors.whatsapp.connector.account.Restrictions;
import dev.connectors.whatsapp.connector.bridge.BatchingListener;
import dev.connectors.whatsapp.connector.bridge.BridgeEvent;
import dev.connectors.whatsapp.connector.bridge.BridgeEvent.FrequentEvent;
import dev.connectors.whatsapp.connector.bridge.BridgeEvent.Party;
import dev.connectors.whatsapp.connector.bridge.BridgeEvent.WaMessageKey;
import dev.connectors.whatsapp.connector.bridge.BridgeException;
import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.chat.ChatId;
import dev.connectors.whatsapp.connector.chat.Direction;
import dev.connectors.whatsapp.connector.chat.MessageKey;
import dev.connectors.whatsapp.connector.chat.ThreadId;
import dev.connectors.whatsapp.connector.chat.WaMessageId;
import dev.connectors.whatsapp.connector.firestore.FirestoreUnavailableException;
import dev.connectors.whatsapp.connector.firestore.Threads;
import dev.connectors.whatsapp.connector.firestore.WriteConflictException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
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
final class Completion implements BatchingListener {
    private static final Logger log = LoggerFactory.getLogger(Completion.class);
    private static final Duration AFTER_FIRESTORE_FAILURE = Duration.ofSeconds(1);
    private static final int MAX_SENT_HERE = 10_000;

    private final OutboxRepository repository;
    private final SentTogether sentTogether;
    private final AccountRegistry accounts;
    private final Restrictions restrictions;
    private final InFlight inFlight;
    private final ThreadProgress progress;
    private final FailurePolicy policy;
    private final Conversations conversations;
    private final Threads threads;
    private final OutboxFeed feed;
    private final Wakeup wakeup;
    private final Clock clock;
    /** Sent by this process a while ago at the most: their receipts have nothing to settle. */
    private final Cache<WaMessageId, Boolean> sentHere =
            Caffeine.newBuilder().maximumSize(MAX_SENT_HERE).build();

    Completion(
            OutboxRepository repository,
            AccountRegistry accounts,
            Restrictions restrictions,
            InFlight inFlight,
            ThreadProgress progress,
            FailurePolicy policy,
            Conversations conversations,
            Threads threads,
            OutboxFeed feed,
            Wakeup wakeup,
            Clock clock) {
        this.repository = repository;
        this.sentTogether = new SentTogether(repository);
        this.accounts = accounts;
        this.restrictions = restrictions;
        this.inFlight = inFlight;
        this.progress = progress;
        this.policy = policy;
        this.conversations = conversations;
        this.threads = threads;
        this.feed = feed;
        this.wakeup = wakeup;
        this.clock = clock;
    }

    @Override
    public void on(BridgeEvent event) {
        switch (event) {
            case BridgeEvent.ServerAck ack -> acknowledged(ack);
            case BridgeEvent.Receipt receipt -> seen(receipt.origin().account(), receipt.key());
            case BridgeEvent.OfflineDrained drained -> wakeup.ring();
            case BridgeEvent.ConnectionClosed closed -> closed(closed.origin().account());
            case BridgeEvent.AccountRestricted restricted -> {
                if (!restricted.active()) {
                    resume(restricted.origin().account(), Optional.empty());
                }
            }
            case BridgeEvent.InboundMessage message -> {
                answered(message);
                seen(message.origin().account(), message.key());
            }
            case BridgeEvent.ConnectionOpened o -> {}
            case BridgeEvent.QrCode q -> {}
            case BridgeEvent.PairingCode c -> {}
            case BridgeEvent.PhoneNumberLearnt p -> {}
            case BridgeEvent.SessionUnreadable s -> {}
            case BridgeEvent.SessionDeaf d -> {}
            case BridgeEvent.AccountError e -> {}
        }
    }

    @Override
    public void onAll(List<? extends FrequentEvent> events) {
        acknowledgedTogether(events.stream()
                .filter(BridgeEvent.ServerAck.class::isInstance)
                .map(BridgeEvent.ServerAck.class::cast)
                .toList());
        events.forEach(this::on);
    }

    /** Of what is under way here as it should be; what is refused is written by itself, as if it had come alone. */
    private void acknowledgedTogether(List<BridgeEvent.ServerAck> acks) {
        var claims = acks.stream()
                .filter(ack -> ack.errorCode() == 0)
                .flatMap(ack -> inFlight.take(ack.origin().account(), ack.messageId()).stream())
                .toList();
        if (claims.isEmpty()) {
            return;
        }
        var refused = sentTogether.write(claims);
        for (var claim : claims) {
            if (refused.contains(claim)) {
                finish(claim, 0);
            } else {
                noteSent(claim);
            }
        }
    }

    /** Whoever writes to a restricted account may be answered: what would have begun the conversation continues it. */
    private void answered(BridgeEvent.InboundMessage message) {
        var account = message.origin().account();
        if (accounts.restrictedUntil(account, clock.instant()).isPresent()) {
            // Its document is written only after this.
            var thread = thread(account, message.key().chat().jid());
            conversations.begun(thread);
            resume(account, Optional.of(thread));
        }
    }

    private ThreadId thread(AccountId account, ChatId name) {
        return threads.resolve(new ThreadId(account, name));
    }

    private void resume(AccountId account, Optional<ThreadId> thread) {
        if (repository.resume(account, thread) > 0) {
            feed.expectMore();
            wakeup.ring();
        }
    }

    private void closed(AccountId account) {
        // The supervisor comes before this listener: an account still connected was closed on an earlier connection.
        if (!accounts.isConnected(account)) {
            releaseAll(account::equals, policy::afterLostConnection, "the connection ended before an acknowledgement");
        }
    }

    @Override
    public void bridgeLost() {
        releaseAll(account -> true, policy::afterLostConnection, "the bridge ended before an acknowledgement");
    }

    /** The server has not answered in time, and the account's connection is being renewed. */
    void unanswered(AccountId account, Duration within) {
        releaseAll(account::equals, policy::afterSilence, "no acknowledgement within " + within);
    }

    /** Called again for the same acknowledgement where it throws. */
    private void acknowledged(BridgeEvent.ServerAck ack) {
        var account = ack.origin().account();
        if (sentHere.getIfPresent(ack.messageId()) == null) {
            // Not in flight after a restart, or when the connection ended first: the document knows it by its id.
            inFlight.take(account, ack.messageId())
                    .or(() -> repository.unfinished(account, ack.messageId()))
                    .ifPresent(held -> finish(held, ack.errorCode()));
        }
        inFlight.finished(account, ack.messageId());
        wakeup.ring();
    }

    /**
     * A receipt says as much as an acknowledgement that never came: the server has the message. So does the message itself,
     * which WhatsApp copies to the account's other devices: one of them sent it, for an earlier holder of the account.
     */
    private void seen(AccountId account, WaMessageKey key) {
        if (key.direction() != Direction.OUTBOUND) {
            return;
        }
        var id = new WaMessageId(key.id());
        if (sentHere.getIfPresent(id) != null) {
            return;
        }
        var claim = inFlight.take(account, id)
                .or(() -> isUnsettled(account, key.chat(), id) ? repository.unfinished(account, id) : Optional.empty());
        claim.ifPresent(held -> finish(held, 0));
        inFlight.finished(account, id);
        if (claim.isPresent()) {
            wakeup.ring();
        }
    }

    /** The contact's other name may be told here for the first time. */
    private boolean isUnsettled(AccountId account, Party chat, WaMessageId id) {
        return Stream.concat(Stream.of(chat.jid()), chat.alternative().stream())
                .map(name -> thread(account, name))
                .distinct()
                .anyMatch(thread -> repository.isUnsettled(thread, MessageKey.outbound(id)));
    }

    /** The bridge knows that the server took it at an earlier try. */
    void acknowledgedBefore(Claim claim) {
        inFlight.take(claim).ifPresent(held -> untilWritten(held, () -> sent(held)));
    }

    /** The account cannot send any more: nothing was handed over, so this was no attempt. */
    void cannotSend(Claim claim) {
        var outcome =
                new FailurePolicy.Outcome.Retry(clock.instant(), claim.entry().attempts() - 1);
        inFlight.take(claim)
                .ifPresent(held -> untilWritten(held, () -> apply(outcome, held, "the account is not connected")));
    }

    /** Where the claim was lost, the document says how the entry is now. */
    private void finish(Claim claim, int errorCode) {
        try {
            settle(claim, errorCode);
        } catch (WriteConflictException lost) {
            repository
                    .unfinished(claim.entry().thread().account(), claim.entry().waMessageId())
                    .ifPresent(current -> settle(current, errorCode));
        }
    }

    private void settle(Claim claim, int errorCode) {
        if (errorCode == 0) {
            sent(claim);
        } else {
            var outcome = policy.afterRefusalByServer(errorCode, claim.entry().attempts(), clock.instant());
            apply(outcome, claim, "WhatsApp refused the message with code " + errorCode);
        }
    }

    private void sent(Claim claim) {
        repository.sent(claim);
        noteSent(claim);
    }

    private void noteSent(Claim claim) {
        sentHere.put(claim.entry().waMessageId(), true);
        progress.done(claim.entry().thread(), claim.entry().sequence());
        log.atInfo()
                .addKeyValue("accountId", claim.entry().thread().account())
                .addKeyValue("requestId", claim.entry().id())
                .log("message sent");
    }

    /** The bridge did not take the command. */
    void refusedByBridge(Claim claim, BridgeException e) {
        var outcome = policy.afterRefusalByBridge(e.reason(), claim.entry().attempts(), clock.instant());
        if (outcome instanceof FailurePolicy.Outcome.Wait) {
            inFlight.awaitsAnswer(claim, clock.instant());
        } else {
            inFlight.take(claim).ifPresent(held -> untilWritten(held, () -> apply(outcome, held, e.description())));
        }
    }

    /** What the policy says of a try of which nobody knows whether it succeeded. */
    private interface Ambiguity {
        FailurePolicy.Outcome outcome(int attempts, Instant now);
    }

    /** Puts back what is under way for these accounts. */
    private void releaseAll(Predicate<AccountId> of, Ambiguity ambiguity, String why) {
        for (var claim : inFlight.takeAll(of)) {
            var outcome = ambiguity.outcome(claim.entry().attempts(), clock.instant());
            Thread.startVirtualThread(() -> untilWritten(claim, () -> apply(outcome, claim, why)));
        }
    }

    /** Puts back everything that is under way, as far as Firestore answers; the rest waits for its lease to run out. */
    void releaseNow(String why) {
        for (var claim : inFlight.takeAll(account -> true)) {
            try {
                apply(policy.afterLostConnection(claim.entry().attempts(), clock.instant()), claim, why);
            } catch (RuntimeException e) {
                log.atWarn()
                        .setCause(e)
                        .addKeyValue("requestId", claim.entry().id())
                        .log("an entry could not be put back; its lease runs out");
            }
        }
    }

    /** Where nobody else repeats the call. The thread waits meanwhile, so that its order holds. */
    private void untilWritten(Claim claim, Runnable write) {
        try {
            while (!written(claim, write)) {
                Thread.sleep(AFTER_FIRESTORE_FAILURE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        inFlight.finished(claim.entry().thread().account(), claim.entry().waMessageId());
        wakeup.ring();
    }

    private static boolean written(Claim claim, Runnable write) {
        try {
            write.run();
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
            case FailurePolicy.Outcome.Fail fail -> failed(claim, error);
            case FailurePolicy.Outcome.FailAndRestrict restricting -> {
                restrictions.restrict(claim.entry().thread().account(), restricting.until());
                failed(claim, error);
            }
            case FailurePolicy.Outcome.Wait wait -> {}
        }
        log.atWarn()
                .addKeyValue("accountId", claim.entry().thread().account())
                .addKeyValue("requestId", claim.entry().id())
                .addKeyValue("outcome", outcome.getClass().getSimpleName())
                .addKeyValue("problem", error)
                .log("message not sent");
    }

    private void failed(Claim claim, String error) {
        repository.failed(claim, error);
        progress.done(claim.entry().thread(), claim.entry().sequence());
    }
}
