package dev.connectors.whatsapp.connector.account;

import dev.connectors.whatsapp.connector.bridge.BridgeClient;
import dev.connectors.whatsapp.connector.bridge.BridgeException;
import dev.connectors.whatsapp.connector.bridge.BridgeSession;
import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.firestore.FirestoreUnavailableException;
import dev.connectors.whatsapp.connector.lease.Ownership;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Has the bridge open, close and renew the connections of accounts, and sees to it that none hangs on its way. Which
 * accounts are to be connected, and what follows when WhatsApp closes, is decided elsewhere.
 */
@Component
public final class Connections {
    private static final Logger log = LoggerFactory.getLogger(Connections.class);
    private static final Duration AFTER_REFUSAL = Duration.ofSeconds(5);
    /** For what another does at this moment. */
    private static final Duration SOON = Duration.ofMillis(250);
    /** How long WhatsApp may take to say all that it held back; without that the account sends nothing. */
    private static final Duration DRAINED_WITHIN = Duration.ofSeconds(60);

    private final AccountRegistry registry;
    private final BridgeClient bridge;
    private final Proxies proxies;
    private final Ownership ownership;
    private final Clock clock;
    /** Those that are tried again when somebody else may have made it possible. */
    private final Set<AccountId> waiting = ConcurrentHashMap.newKeySet();

    private volatile boolean stopping;
    private volatile boolean bridgeReachable;

    Connections(AccountRegistry registry, BridgeClient bridge, Proxies proxies, Ownership ownership, Clock clock) {
        this.registry = registry;
        this.bridge = bridge;
        this.proxies = proxies;
        this.ownership = ownership;
        this.clock = clock;
    }

    /** None is opened from here on. */
    void stop() {
        stopping = true;
    }

    /** While the bridge cannot be reached none is opened. */
    void bridgeReachable(boolean reachable) {
        bridgeReachable = reachable;
    }

    /**
     * Ends the account's connection and opens the next at once, so that WhatsApp says what it holds back for it. From this
     * call on the account cannot send until all of that is heard. Does nothing where it cannot send in any case.
     */
    public void renewWhereItSends(AccountId id, String why) {
        var before = registry.find(id);
        if (before.filter(AccountState::canSend).isPresent()) {
            renew(id, why);
        }
    }

    void renew(AccountId id, String why) {
        registry.update(id, state -> state.waitingBecause(why));
        log.atWarn().addKeyValue("accountId", id).addKeyValue("reason", why).log("the connection is renewed");
        Thread.startVirtualThread(() -> {
            close(id);
            open(id);
        });
    }

    /** A bridge that outlived its connector still holds the connections; one that goes past its proxy is made anew. */
    void adopt(BridgeSession session) {
        var goesAsItShall = registry.find(session.account())
                .map(state -> state.account().proxy().isPresent() == session.proxied())
                .orElse(true);
        if (!goesAsItShall && session.state() != BridgeSession.State.DISCONNECTED) {
            reopen(session.account());
            return;
        }
        registry.update(session.account(), state -> state.adopting(session, clock.instant()));
        // What it did before anybody listened is never told.
        watchDrain(session.account(), session.connection());
    }

    void watchDrain(AccountId id, long connection) {
        after(DRAINED_WITHIN, () -> renewUnlessDrained(id, connection));
    }

    /** The event that says so may be lost; the account must not be silent for ever because of it. */
    private void renewUnlessDrained(AccountId id, long connection) {
        registry.find(id)
                .filter(state -> !stopping && state.connection() == connection && state.isOnItsWay())
                .ifPresent(state -> renew(id, "WhatsApp has not said within " + DRAINED_WITHIN + " what it held back"));
    }

    /** Its close makes the next connection, with what is wanted by then. */
    void reopen(AccountId id) {
        close(id);
        openSoon(id);
    }

    void openSoon(AccountId id) {
        openAfter(id, Duration.ZERO);
    }

    void openAfter(AccountId id, Duration delay) {
        after(delay, () -> open(id));
    }

    private static void after(Duration delay, Runnable task) {
        CompletableFuture.delayedExecutor(delay.toMillis(), TimeUnit.MILLISECONDS, Thread::startVirtualThread)
                .execute(task);
    }

    private void open(AccountId id) {
        // When the bridge is reached again, bridgeReady() connects what is not connected.
        if (stopping || !bridgeReachable) {
            return;
        }
        registry.find(id)
                .filter(AccountState::isWanted)
                .filter(state -> state.status() == AccountStatus.DISCONNECTED)
                .ifPresent(state -> open(state.account()));
    }

    private void open(Account account) {
        var id = account.id();
        try {
            if (!isTaken(account)) {
                return;
            }
            var proxy = proxies.of(account);
            registry.update(id, AccountState::connecting);
            var connection = bridge.connect(id, proxy, account.codeFor());
            registry.update(id, state -> state.onConnection(connection));
            if (registry.find(id)
                    .filter(state -> !state.account().proxy().equals(account.proxy()))
                    .isPresent()) {
                // It was given another way while this one was taken.
                reopen(id);
            }
        } catch (Proxies.MissingCredentialsException e) {
            cannotGo(id, e);
        } catch (BridgeException e) {
            refused(id, e);
        } catch (FirestoreUnavailableException e) {
            registry.update(id, state -> state.waitingBecause("nobody knows whether another connector holds it"));
            log.atWarn().setCause(e).addKeyValue("accountId", id).log("account cannot be taken for now");
            tryAgain(id, AFTER_REFUSAL);
        }
    }

    /** Whether the account is this connector's; if not, it is tried again when it may have become free. */
    private boolean isTaken(Account account) {
        var id = account.id();
        return switch (ownership.take(id)) {
            case Ownership.Answer.Taken taken -> {
                taken.restrictedUntil().ifPresent(until -> registry.restrict(id, until));
                yield true;
            }
            case Ownership.Answer.HeldElsewhere elsewhere -> {
                var why = "held by connector " + elsewhere.worker();
                if (!registry.find(id).flatMap(AccountState::reason).equals(Optional.of(why))) {
                    log.atInfo()
                            .addKeyValue("accountId", id)
                            .addKeyValue("worker", elsewhere.worker())
                            .log("account is held by another connector");
                }
                registry.update(id, state -> state.waitingBecause(why));
                tryAgain(id, elsewhere.lookAgainAfter());
                yield false;
            }
            case Ownership.Answer.Busy busy -> {
                tryAgain(id, SOON);
                yield false;
            }
            case Ownership.Answer.NoDocument missing -> {
                tryAgain(id, SOON);
                yield false;
            }
            // All that is wanted is opened when the lease is had.
            case Ownership.Answer.NoLease none -> false;
        };
    }

    /** The file may come at any time. */
    private void cannotGo(AccountId id, Proxies.MissingCredentialsException e) {
        var isNew = !registry.find(id).flatMap(AccountState::reason).equals(Optional.of(e.reason()));
        registry.update(id, state -> state.waitingBecause(e.reason()));
        if (isNew) {
            log.atError()
                    .addKeyValue("accountId", id)
                    .addKeyValue("reason", e.reason())
                    .log("account cannot connect");
        }
        tryAgain(id, AFTER_REFUSAL);
    }

    /** Once at a time, however often it is asked for. */
    private void tryAgain(AccountId id, Duration delay) {
        if (waiting.add(id)) {
            after(delay, () -> {
                waiting.remove(id);
                open(id);
            });
        }
    }

    private void refused(AccountId id, BridgeException e) {
        switch (e.reason()) {
            case ALREADY_CONNECTED ->
                bridge.sessions().stream()
                        .filter(session -> session.account().equals(id))
                        .forEach(this::adopt);
            case INVALID, NOT_ON_WHATSAPP, SESSION_UNREADABLE, UNKNOWN_ACCOUNT, NOT_CONNECTED -> {
                registry.update(id, state -> state.disconnected(state.connection(), state.needsQr(), e.description()));
                log.atError()
                        .setCause(e)
                        .addKeyValue("accountId", id)
                        .log("account cannot be connected until a person acts");
            }
            // All that is wanted is opened when there is a lease again.
            case LEASE_OVER -> registry.update(id, state -> state.waitingBecause(e.description()));
            case UNAVAILABLE, QUERY_FAILED, SHUTTING_DOWN, UNCERTAIN -> {
                registry.update(id, state -> state.disconnected(state.connection(), state.needsQr(), e.description()));
                openAfter(id, AFTER_REFUSAL);
            }
        }
    }

    /** Closes the account's connection for good: another connector may have it from then on. */
    void giveUp(AccountId id) {
        close(id);
        try {
            ownership.release(id);
        } catch (FirestoreUnavailableException e) {
            log.atWarn().setCause(e).addKeyValue("accountId", id).log("account is free only when the lease is over");
        }
    }

    void close(AccountId id) {
        try {
            bridge.disconnect(id);
        } catch (BridgeException e) {
            notDone(id, e, "account could not be disconnected");
        }
    }

    void logOut(AccountId id) {
        try {
            bridge.logOut(id, true);
        } catch (BridgeException e) {
            notDone(id, e, "account could not be logged out");
        }
    }

    private static void notDone(AccountId id, BridgeException e, String what) {
        // The bridge has never heard of it: then there is nothing to be done.
        if (e.reason() != BridgeException.Reason.UNKNOWN_ACCOUNT) {
            log.atWarn().setCause(e).addKeyValue("accountId", id).log(what);
        }
    }
}
