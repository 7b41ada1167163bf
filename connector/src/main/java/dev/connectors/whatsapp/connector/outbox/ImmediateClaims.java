package dev.connectors.whatsapp.connector.outbox;

import dev.connectors.whatsapp.connector.account.AccountRegistry;
import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.chat.RequestId;
import dev.connectors.whatsapp.connector.chat.ThreadId;
import dev.connectors.whatsapp.connector.firestore.FirestoreUnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Lets the commit that accepts a message claim it as well, where this connector would claim it next in any case: it saves the
 * message a commit, and its reader the time of one. Whatever stands in the way of that, and be it a doubt, leaves the message
 * to the queue, in which {@link OutboxWorker} finds it.
 */
@Component
final class ImmediateClaims {
    private static final Logger log = LoggerFactory.getLogger(ImmediateClaims.class);
    private static final Duration AFTER_FIRESTORE_FAILURE = Duration.ofSeconds(1);

    private final OutboxRepository repository;
    private final AccountRegistry accounts;
    private final InFlight inFlight;
    private final ThreadProgress progress;
    private final OutboxFeed feed;
    private final SendPace pace;
    private final Traffic traffic;
    private final Dispatch dispatch;
    private final Wakeup wakeup;
    private final Clock clock;
    /** Accounts for which the worker has put back what was left behind, and goes on to claim. */
    private volatile Set<AccountId> open = Set.of();

    ImmediateClaims(
            OutboxRepository repository,
            AccountRegistry accounts,
            InFlight inFlight,
            ThreadProgress progress,
            OutboxFeed feed,
            SendPace pace,
            Traffic traffic,
            Dispatch dispatch,
            Wakeup wakeup,
            Clock clock) {
        this.repository = repository;
        this.accounts = accounts;
        this.inFlight = inFlight;
        this.progress = progress;
        this.feed = feed;
        this.pace = pace;
        this.traffic = traffic;
        this.dispatch = dispatch;
        this.wakeup = wakeup;
        this.clock = clock;
    }

    /**
     * The right to claim one message by the commit that accepts it. Its thread is busy meanwhile; whoever has it says what
     * became of the commit.
     *
     * @param terms what the entry's document has to say
     */
    record Reservation(ThreadId thread, RequestId id, ClaimTerms terms) {}

    /** The worker claims for these accounts from now on, and for no others. */
    void openFor(Set<AccountId> canSend) {
        open = canSend;
    }

    /** Empty where the message has to go through the queue. One request of a thread at a time. */
    Optional<Reservation> reserve(RequestId id, ThreadId thread, long sequence) {
        var account = thread.account();
        var now = clock.instant();
        var mayGoOut = open.contains(account)
                && accounts.canSend(account)
                && accounts.restrictedUntil(account, now).isEmpty()
                && progress.isNext(thread, sequence)
                && feed.isQuiet(thread)
                && inFlight.size() < InFlight.MOST
                && inFlight.reserve(thread, id.waMessageId());
        if (!mayGoOut) {
            return Optional.empty();
        }
        if (!pace.tryTake(account, now)) {
            inFlight.finished(account, id.waMessageId());
            return Optional.empty();
        }
        return Optional.of(new Reservation(thread, id, repository.terms(account)));
    }

    /** The commit was applied: the message goes out. */
    void applied(Claim claim) {
        traffic.claimed(1, clock.instant());
        dispatch.start(claim);
        // It waits no longer than until this message's answer is overdue.
        wakeup.ring();
    }

    /** The commit failed, which does not say that it was not applied. */
    void findOut(Reservation reservation) {
        Thread.startVirtualThread(() -> {
            try {
                while (!isFoundOut(reservation)) {
                    Thread.sleep(AFTER_FIRESTORE_FAILURE);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private boolean isFoundOut(Reservation reservation) {
        try {
            repository
                    .claimedUnder(reservation.terms().claimId(), reservation.id())
                    .ifPresentOrElse(this::applied, () -> giveUp(reservation));
            return true;
        } catch (FirestoreUnavailableException e) {
            log.atWarn()
                    .addKeyValue("requestId", reservation.id())
                    .addKeyValue("problem", e.getMessage())
                    .log("whether a message was accepted cannot be looked up yet");
            return false;
        }
    }

    private void giveUp(Reservation reservation) {
        var account = reservation.thread().account();
        pace.giveBack(account);
        inFlight.finished(account, reservation.id().waMessageId());
        wakeup.ring();
    }
}
