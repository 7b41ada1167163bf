package dev.connectors.whatsapp.connector.outbox;

import dev.connectors.whatsapp.connector.account.AccountRegistry;
import dev.connectors.whatsapp.connector.account.Connections;
import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.config.Settings;
import dev.connectors.whatsapp.connector.firestore.WriteConflictException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The one way by which messages leave: claims what is queued for accounts that can send and hands it to the bridge. What
 * then becomes of it is decided in {@link Completion}.
 */
@Component
public final class OutboxWorker {
    private static final Logger log = LoggerFactory.getLogger(OutboxWorker.class);
    /**
     * What was held at the last look already is renewed: so a lease is at half its time (O5), one renewal may fail, and the
     * many messages that are answered at once cost none.
     */
    private static final Duration LOOK_AT_LEASES_EVERY = OutboxRepository.LEASE.dividedBy(4);
    /** For what no listener reports: leases that ran out. */
    private static final Duration SWEEP_EVERY = Duration.ofSeconds(60);

    private static final Duration AFTER_FIRESTORE_FAILURE = Duration.ofSeconds(1);
    /** While it is busy: how late it may be about what was accepted elsewhere. */
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    /** A look that takes long is taken less often, so that looking never takes more than a small part of the time. */
    private static final int LOOK_PART = 20;

    private static final Duration LOOK_AT_LEAST_EVERY = Duration.ofSeconds(10);
    /** A wait too short to be worth a listener, whose start reads what is queued. */
    private static final Duration SHORT_WAIT = Duration.ofSeconds(1);

    private final OutboxRepository repository;
    private final AccountRegistry accounts;
    private final Connections connections;
    private final Completion completion;
    private final InFlight inFlight;
    private final NextMessages nextMessages;
    private final SendPace pace;
    private final Traffic traffic;
    private final Dispatch dispatch;
    private final ImmediateClaims immediate;
    private final Wakeup wakeup;
    private final OutboxFeed feed;
    private final Duration answeredWithin;
    private final Clock clock;
    private final Thread thread = Thread.ofVirtual().name("outbox-worker").unstarted(this::run);
    private volatile boolean stopping;
    private Instant lookAt = Instant.MIN;
    private Instant roundAt = Instant.MIN;
    private Instant renewAt = Instant.MIN;
    private Set<Claim> heldAtLastLook = Set.of();
    private Instant sweepAt = Instant.MIN;
    /** Accounts for which nothing is left {@code processing} by a worker that is gone. */
    private Set<AccountId> recovered = Set.of();

    OutboxWorker(
            OutboxRepository repository,
            AccountRegistry accounts,
            Connections connections,
            Completion completion,
            InFlight inFlight,
            NextMessages nextMessages,
            SendPace pace,
            Traffic traffic,
            Dispatch dispatch,
            ImmediateClaims immediate,
            Wakeup wakeup,
            OutboxFeed feed,
            Settings settings,
            Clock clock) {
        this.repository = repository;
        this.accounts = accounts;
        this.connections = connections;
        this.completion = completion;
        this.inFlight = inFlight;
        this.nextMessages = nextMessages;
        this.pace = pace;
        this.traffic = traffic;
        this.dispatch = dispatch;
        this.immediate = immediate;
        this.wakeup = wakeup;
        this.feed = feed;
        this.answeredWithin = settings.outbox().acknowledgedWithin();
        this.clock = clock;
    }

    public void start() {
        thread.start();
    }

    /** Claims nothing more, waits a moment for what is under way, and puts back what is not acknowledged by then. */
    public void stop(Duration grace) {
        stopping = true;
        wakeup.ring();
        try {
            thread.join();
            immediate.openFor(Set.of());
            var deadline = clock.instant().plus(grace);
            while (inFlight.size() > 0 && clock.instant().isBefore(deadline)) {
                wakeup.await(Duration.between(clock.instant(), deadline));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        feed.close();
        completion.releaseNow("the connector is shutting down");
    }

    public boolean isRunning() {
        return thread.isAlive() && !stopping;
    }

    private void run() {
        try {
            while (!stopping) {
                try {
                    // One moment for the whole round: an entry that falls due in between is neither claimed
                    // nor waited for otherwise.
                    var now = clock.instant();
                    if (now.isBefore(roundAt)) {
                        clockWentBackTo(now);
                    }
                    roundAt = now;
                    var canSend = accounts.canSend();
                    recover(canSend);
                    maintain(canSend, now);
                    lookWhileBusy(canSend, now);
                    if (!claimNext(canSend, now)) {
                        waitForWork(canSend, now);
                    }
                } catch (RuntimeException e) {
                    // A Firestore that does not answer, a query that lacks its index, a document like no other: nothing
                    // ends the one way by which messages leave.
                    log.atWarn().setCause(e).log("the outbox cannot be read or claimed for now");
                    wakeup.await(AFTER_FIRESTORE_FAILURE);
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** Nothing is to wait for a time that was near before. */
    private void clockWentBackTo(Instant now) {
        log.atWarn()
                .addKeyValue("byMs", Duration.between(now, roundAt).toMillis())
                .log("the clock went back");
        renewAt = now;
        sweepAt = now;
        lookAt = now;
        traffic.forget();
        inFlight.clockWentBackTo(now);
        nextMessages.clockWentBack();
    }

    /** @return whether anything was claimed */
    private boolean claimNext(Set<AccountId> canSend, Instant now) {
        var room = InFlight.MOST - inFlight.size();
        if (canSend.isEmpty() || room <= 0) {
            return false;
        }
        var next = nextMessages.choose(canSend, now, room).stream()
                .filter(entry -> pace.tryTake(entry.thread().account(), now))
                .toList();
        if (next.isEmpty()) {
            return false;
        }
        feed.claimed(next);
        traffic.claimed(next.size(), now);
        claim(next).forEach(dispatch::start);
        return true;
    }

    private List<Claim> claim(List<OutboxEntry> next) {
        var claims = List.<Claim>of();
        try {
            claims = repository.claim(next);
            return claims;
        } finally {
            if (claims.size() < next.size()) {
                giveBack(next, claims);
                // Some may be queued as they were, and nothing else tells of them again.
                feed.expectMore();
            }
        }
    }

    private void giveBack(List<OutboxEntry> next, List<Claim> claims) {
        var claimed = claims.stream().map(claim -> claim.entry().id()).collect(Collectors.toUnmodifiableSet());
        next.stream()
                .filter(entry -> !claimed.contains(entry.id()))
                .forEach(entry -> pace.giveBack(entry.thread().account()));
    }

    /** A listener would cost the more the more there is to do. */
    private void lookWhileBusy(Set<AccountId> canSend, Instant now) {
        if (!canSend.isEmpty() && isBusy(now) && !now.isBefore(lookAt)) {
            if (feed.isListening()) {
                feed.stopListening();
            }
            feed.look(canSend);
            var end = clock.instant();
            lookAt = end.plus(pauseAfterLook(Duration.between(now, end)));
        }
    }

    private static Duration pauseAfterLook(Duration took) {
        var pause = took.multipliedBy(LOOK_PART);
        return Collections.max(List.of(LOOK_EVERY, Collections.min(List.of(pause, LOOK_AT_LEAST_EVERY))));
    }

    /** Much goes out, or would if those it goes to were faster. */
    private boolean isBusy(Instant now) {
        return traffic.isBusy(now) || inFlight.size() >= Traffic.BUSY;
    }

    private void waitForWork(Set<AccountId> canSend, Instant now) throws InterruptedException {
        var until = nextMessages
                .nextDue(canSend, now)
                .filter(due -> due.isBefore(sweepAt))
                .orElse(sweepAt);
        if (inFlight.size() > 0) {
            until = earliest(until, renewAt, answerDue(now));
        }
        if (canSend.isEmpty()) {
            feed.stopListening();
        } else if (isBusy(now)) {
            // Until the next look, or until it is quiet enough to listen.
            until = earliest(until, lookAt, now.plus(LOOK_EVERY));
        } else if (inFlight.size() < InFlight.MOST
                && !feed.isListeningFor(canSend)
                && until.isAfter(now.plus(SHORT_WAIT))) {
            feed.listen(canSend);
        }
        wakeup.await(Duration.between(clock.instant(), until));
    }

    private static Instant earliest(Instant... moments) {
        return Collections.min(List.of(moments));
    }

    /** When the server's silence about a message is too long; what is handed over from now on cannot be so before that. */
    private Instant answerDue(Instant now) {
        return inFlight.longestUnanswered().orElse(now).plus(answeredWithin);
    }

    /** Before anything is claimed for an account that has just become able to send: nothing may overtake what it had begun. */
    private void recover(Set<AccountId> canSend) {
        var begins = new HashSet<>(canSend);
        begins.removeAll(recovered);
        if (!begins.isEmpty()) {
            repository.recoverLeftBehind(begins, inFlight::holds);
        }
        recovered = canSend;
        immediate.openFor(canSend);
    }

    private void maintain(Set<AccountId> canSend, Instant now) {
        for (var silent : inFlight.unansweredSince(now.minus(answeredWithin))) {
            connections.renewWhereItSends(silent, "no acknowledgement within " + answeredWithin);
            completion.unanswered(silent, answeredWithin);
        }
        if (!now.isBefore(renewAt)) {
            renewAt = now.plus(LOOK_AT_LEASES_EVERY);
            var held = Set.copyOf(inFlight.all());
            held.stream().filter(heldAtLastLook::contains).forEach(this::renew);
            heldAtLastLook = held;
        }
        if (!now.isBefore(sweepAt)) {
            sweepAt = now.plus(SWEEP_EVERY);
            if (repository.recoverExpired(canSend) > 0 || !feed.seesAll()) {
                feed.expectMore();
            }
        }
    }

    private void renew(Claim claim) {
        try {
            inFlight.replace(claim, repository.renew(claim));
        } catch (WriteConflictException lost) {
            // Whoever has it now sends it under the same id; an acknowledgement that still comes is written by id.
            inFlight.take(claim);
            inFlight.finished(claim.entry().thread().account(), claim.entry().waMessageId());
            log.atWarn().addKeyValue("requestId", claim.entry().id()).log("a claim was lost");
        }
    }
}
