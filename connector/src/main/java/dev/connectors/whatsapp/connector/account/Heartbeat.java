package dev.connectors.whatsapp.connector.account;

import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.firestore.FirestoreUnavailableException;
import dev.connectors.whatsapp.connector.lease.Holdings;
import dev.connectors.whatsapp.connector.lease.SilentConnectors;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Says in the documents of this connector's accounts that they live, or do not, and does the same for those of connectors
 * that are heard of no more. The lease is the pod's own sign of life, so a document is written seldom.
 */
@Component
public final class Heartbeat {
    private static final Logger log = LoggerFactory.getLogger(Heartbeat.class);
    /** Costs nothing: what is looked at is in memory. */
    private static final Duration LOOK_EVERY = Duration.ofSeconds(5);
    /** Costs one read. */
    private static final Duration LOOK_FOR_OTHERS_EVERY = Duration.ofSeconds(90);

    private final AccountRegistry registry;
    private final Connections connections;
    private final Holdings holdings;
    private final AccountStatusRepository documents;
    private final SilentConnectors others;
    private final SilentAccounts theirs;
    private final Clock clock;
    private final Thread thread = Thread.ofVirtual().name("heartbeat").unstarted(this::run);

    private final Map<AccountId, Look> looks = new HashMap<>();
    private Instant lookForOthersAt;

    /**
     * The last look at an account.
     *
     * @param epoch under which it was held; under another one somebody else may have written its document
     * @param ticket of its state
     */
    private record Look(long epoch, long ticket, Instant heldSince, Optional<String> alertId) {}

    Heartbeat(
            AccountRegistry registry,
            Connections connections,
            Holdings holdings,
            AccountStatusRepository documents,
            SilentConnectors others,
            SilentAccounts theirs,
            Clock clock) {
        this.registry = registry;
        this.connections = connections;
        this.holdings = holdings;
        this.documents = documents;
        this.others = others;
        this.theirs = theirs;
        this.clock = clock;
        this.lookForOthersAt = clock.instant().plus(LOOK_FOR_OTHERS_EVERY);
    }

    public void start() {
        thread.start();
    }

    public void stop() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(LOOK_EVERY);
                try {
                    beat();
                } catch (FirestoreUnavailableException e) {
                    if (!Thread.currentThread().isInterrupted()) {
                        log.atWarn().setCause(e).log("nobody hears for now how the accounts are");
                    }
                } catch (RuntimeException e) {
                    // One that nobody thought of must not end the only thread that says how the accounts are.
                    log.atError().setCause(e).log("it cannot be said how the accounts are");
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void beat() {
        var now = clock.instant();
        for (var state : registry.all()) {
            connections.happen(state.account().id(), new Happening.Seen(now));
        }
        for (var state : registry.all()) {
            var id = state.account().id();
            holdings.epoch(id).ifPresentOrElse(epoch -> look(state, epoch, now), () -> looks.remove(id));
        }
        if (!now.isBefore(lookForOthersAt)) {
            lookForOthersAt = now.plus(LOOK_FOR_OTHERS_EVERY);
            others.forEach(theirs::mark);
        }
    }

    private void look(AccountState state, long epoch, Instant now) {
        var id = state.account().id();
        var last = Optional.ofNullable(looks.get(id)).filter(look -> look.epoch == epoch);
        var alertId = last.isPresent() ? last.get().alertId : documents.alert(id);
        var heldSince = last.map(Look::heldSince).orElse(now);
        var settled = last.filter(look -> look.ticket == state.ticket()).isPresent();
        var known = new Beat.Known(heldSince, last.flatMap(look -> documents.written(id)), alertId);
        var next = write(state, Beat.of(state, known, settled, now, LOOK_EVERY), alertId);
        looks.put(id, new Look(epoch, state.ticket(), heldSince, next));
    }

    /** @return the alert that is open from then on */
    private Optional<String> write(AccountState state, Beat beat, Optional<String> alertId) {
        return switch (beat) {
            case Beat.Nothing nothing -> alertId;
            case Beat.Status status -> {
                documents.saveStatus(state);
                yield alertId;
            }
            case Beat.Seen seen -> {
                documents.saveSeen(state);
                yield alertId;
            }
            case Beat.Open open -> {
                log.atWarn()
                        .addKeyValue("accountId", state.account().id())
                        .addKeyValue("since", open.alert().since())
                        .addKeyValue("reason", state.reason().orElse(""))
                        .log("account is degraded");
                yield documents.open(state, open.alert())
                        ? Optional.of(open.alert().id())
                        : alertId;
            }
            case Beat.Close close -> {
                log.atInfo().addKeyValue("accountId", state.account().id()).log("account is no longer degraded");
                yield documents.close(state, close) ? Optional.empty() : alertId;
            }
        };
    }
}
