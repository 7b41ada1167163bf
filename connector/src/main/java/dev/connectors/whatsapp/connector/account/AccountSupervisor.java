package dev.connectors.whatsapp.connector.account;

import dev.connectors.whatsapp.connector.account.AccountList.Tombstone;
import dev.connectors.whatsapp.connector.bridge.BridgeClient;
import dev.connectors.whatsapp.connector.bridge.BridgeEvent;
import dev.connectors.whatsapp.connector.bridge.BridgeException;
import dev.connectors.whatsapp.connector.bridge.BridgeListener;
import dev.connectors.whatsapp.connector.bridge.BridgeSession;
import dev.connectors.whatsapp.connector.chat.AccountId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Keeps the wanted accounts connected: connects what is new, disconnects what is no longer listed, connects again what
 * WhatsApp has closed if that can help. Absence from the list never deletes a session.
 */
@Component
@Order(1)
public final class AccountSupervisor implements BridgeListener {
    private static final Logger log = LoggerFactory.getLogger(AccountSupervisor.class);
    private static final Duration AFTER_REFUSAL = Duration.ofSeconds(5);
    /** How long WhatsApp may take to say all that it held back; without that the account sends nothing. */
    private static final Duration DRAINED_WITHIN = Duration.ofSeconds(60);

    /** How long an account begins no conversation where WhatsApp restricts it and says no end. */
    private static final Duration RESTRICTED_FOR = Duration.ofHours(24);

    private final AccountRegistry registry;
    private final AccountSource source;
    private final BridgeClient bridge;
    private final SessionRemovals removals;
    private final Proxies proxies;
    private final Clock clock;
    /** Those whose proxy waits for its credentials. */
    private final Set<AccountId> waiting = ConcurrentHashMap.newKeySet();

    private volatile boolean stopping;
    private volatile boolean bridgeReachable;

    AccountSupervisor(
            AccountRegistry registry,
            AccountSource source,
            BridgeClient bridge,
            SessionRemovals removals,
            Proxies proxies,
            Clock clock) {
        this.registry = registry;
        this.source = source;
        this.bridge = bridge;
        this.removals = removals;
        this.proxies = proxies;
        this.clock = clock;
    }

    /** Begins to follow the list of accounts. */
    public void start() {
        source.start(this::wanted);
    }

    /** No new connections from here on; the bridge closes the present ones when it ends. */
    public void stop() {
        source.stop();
        removals.stop();
        stopping = true;
    }

    private void wanted(AccountList list) {
        Map<AccountId, Account> before = registry.all().stream()
                .map(AccountState::account)
                .collect(Collectors.toMap(Account::id, Function.identity()));
        list.accounts().forEach(registry::put);
        for (var account : list.accounts().stream()
                .sorted(Comparator.comparing(Account::id))
                .toList()) {
            var old = before.get(account.id());
            if (old == null || old.desired() != account.desired()) {
                settle(account);
            } else if (account.desired() == DesiredState.CONNECTED && goesAnotherWay(old, account)) {
                Thread.startVirtualThread(() -> reconnect(account.id()));
            }
        }
        var listed = list.accounts().stream().map(Account::id).collect(Collectors.toSet());
        var removed = list.tombstones().stream().map(Tombstone::id).collect(Collectors.toSet());
        drop(before.keySet(), listed, removed);
        removals.request(list.tombstones(), before);
    }

    /**
     * Ends the account's connection and opens the next at once, so that WhatsApp says what it holds back for it. From this
     * call on the account cannot send until all of that is heard. Does nothing where it cannot send in any case.
     */
    public void renewConnection(AccountId id, String why) {
        var before = registry.find(id);
        if (before.filter(AccountState::canSend).isPresent()) {
            renew(id, why);
        }
    }

    private void renew(AccountId id, String why) {
        registry.update(id, state -> state.renewing(why));
        log.atWarn().addKeyValue("accountId", id).addKeyValue("reason", why).log("the connection is renewed");
        Thread.startVirtualThread(() -> {
            disconnect(id);
            connect(id);
        });
    }

    /** How a phone is to be linked matters only to an account that waits for one. */
    private boolean goesAnotherWay(Account old, Account account) {
        var waitsForPhone = registry.find(account.id())
                .filter(state -> state.status() == AccountStatus.QR_READY)
                .isPresent();
        return !old.proxy().equals(account.proxy())
                || (waitsForPhone && !old.codeFor().equals(account.codeFor()));
    }

    private void settle(Account account) {
        switch (account.desired()) {
            case CONNECTED -> connectSoon(account.id());
            case PAUSED -> Thread.startVirtualThread(() -> disconnect(account.id()));
            case LOGGED_OUT -> Thread.startVirtualThread(() -> logOut(account.id()));
        }
    }

    /** @param removed are logged out over their connection, which has to stay for it */
    private void drop(Set<AccountId> before, Set<AccountId> listed, Set<AccountId> removed) {
        var gone = new HashSet<>(before);
        gone.removeAll(listed);
        for (var id : gone) {
            registry.remove(id);
            log.atInfo().addKeyValue("accountId", id).log("account is no longer listed");
            if (!removed.contains(id)) {
                Thread.startVirtualThread(() -> disconnect(id));
            }
        }
    }

    @Override
    public void bridgeReady(List<BridgeSession> sessions) {
        bridgeReachable = true;
        Map<AccountId, BridgeSession> held =
                sessions.stream().collect(Collectors.toMap(BridgeSession::account, Function.identity()));
        for (var state : registry.all()) {
            var id = state.account().id();
            var session = held.get(id);
            if (session != null && session.state() == BridgeSession.State.CONNECTED && isWanted(state)) {
                // Whether it had drained, and what became of what was sent on it, went with the former stream.
                renew(id, "opened before this connector listened");
                continue;
            }
            if (session != null && session.state() != BridgeSession.State.DISCONNECTED) {
                adopt(session);
            }
            settle(state.account());
        }
    }

    /** A bridge that outlived its connector still holds the connections; one that goes past its proxy is made anew. */
    private void adopt(BridgeSession session) {
        var goesAsItShall = registry.find(session.account())
                .map(state -> state.account().proxy().isPresent() == session.proxied())
                .orElse(true);
        if (!goesAsItShall && session.state() != BridgeSession.State.DISCONNECTED) {
            reconnect(session.account());
            return;
        }
        registry.update(session.account(), state -> switch (session.state()) {
            case CONNECTED -> state.connected(session.connection(), clock.instant());
            case QR_READY -> state.qrReady(session.connection());
            case CONNECTING, DISCONNECTED -> state.connecting();
        });
        // It may have drained before anybody listened.
        watchDrain(session.account(), session.connection());
    }

    @Override
    public void bridgeLost() {
        bridgeReachable = false;
        for (var state : registry.all()) {
            // A new bridge process counts its connections from the beginning.
            registry.update(state.account().id(), s -> s.disconnected(0, s.needsQr(), "the bridge cannot be reached"));
        }
    }

    @Override
    public void on(BridgeEvent event) {
        var origin = event.origin();
        var known = registry.find(origin.account());
        if (known.isEmpty() || origin.connection() < known.get().connection()) {
            return;
        }
        switch (event) {
            case BridgeEvent.QrCode qr ->
                registry.update(origin.account(), state -> state.qrReady(origin.connection()));
            case BridgeEvent.PairingCode code ->
                registry.update(origin.account(), state -> state.qrReady(origin.connection()));
            case BridgeEvent.ConnectionOpened opened -> opened(origin);
            case BridgeEvent.ConnectionClosed closed -> closed(origin, closed);
            case BridgeEvent.AccountError error ->
                log.atWarn()
                        .addKeyValue("accountId", origin.account())
                        .addKeyValue("problem", error.message())
                        .log("account error");
            case BridgeEvent.OfflineDrained drained ->
                registry.update(origin.account(), state -> state.drained(origin.connection()));
            case BridgeEvent.AccountRestricted restricted -> restricted(restricted);
            case BridgeEvent.InboundMessage m -> {}
            case BridgeEvent.ServerAck a -> {}
            case BridgeEvent.Receipt r -> {}
            case BridgeEvent.PhoneNumberLearnt p -> {}
        }
    }

    private void opened(BridgeEvent.Origin origin) {
        registry.update(origin.account(), state -> state.connected(origin.connection(), origin.occurredAt()));
        log.atInfo().addKeyValue("accountId", origin.account()).log("account connected");
        watchDrain(origin.account(), origin.connection());
    }

    private void watchDrain(AccountId id, long connection) {
        after(DRAINED_WITHIN, () -> renewUnlessDrained(id, connection));
    }

    /** The event that says so may be lost; the account must not be silent for ever because of it. */
    private void renewUnlessDrained(AccountId id, long connection) {
        registry.find(id)
                .filter(state -> !stopping
                        && state.connection() == connection
                        && state.status() == AccountStatus.CONNECTED
                        && !state.drained())
                .ifPresent(state -> renew(id, "WhatsApp has not said within " + DRAINED_WITHIN + " what it held back"));
    }

    private void restricted(BridgeEvent.AccountRestricted restricted) {
        var account = restricted.origin().account();
        if (restricted.active()) {
            var until = restricted.until().orElseGet(() -> clock.instant().plus(RESTRICTED_FOR));
            registry.update(account, state -> state.restricted(until));
        } else {
            registry.update(account, AccountState::unrestricted);
        }
        log.atWarn()
                .addKeyValue("accountId", account)
                .addKeyValue("active", restricted.active())
                .addKeyValue("kind", restricted.kind())
                .addKeyValue("until", restricted.until().map(Instant::toString).orElse(""))
                .log("WhatsApp restricts the account");
    }

    private void closed(BridgeEvent.Origin origin, BridgeEvent.ConnectionClosed closed) {
        var attempts = registry.find(origin.account())
                .map(AccountState::reconnectAttempts)
                .orElse(0);
        var next = ReconnectPolicy.afterClose(closed.code(), attempts, closed.retryAfter());
        var needsQr = !closed.paired() || (next instanceof ReconnectPolicy.Next.Stay stay && stay.needsQr());
        var reason = switch (next) {
            case ReconnectPolicy.Next.Stay stay -> stay.reason();
            case ReconnectPolicy.Next.WaitUntil wait -> wait.reason();
            case ReconnectPolicy.Next.Reconnect reconnect -> closed.reason();
        };
        registry.update(origin.account(), state -> state.disconnected(origin.connection(), needsQr, reason));
        log.atWarn()
                .addKeyValue("event", "connection_update_error")
                .addKeyValue("accountId", origin.account())
                .addKeyValue("code", closed.code())
                .addKeyValue("reason", reason)
                .log("account disconnected");
        switch (next) {
            case ReconnectPolicy.Next.Reconnect reconnect -> connectAfter(origin.account(), reconnect.after());
            case ReconnectPolicy.Next.WaitUntil wait ->
                connectAfter(origin.account(), Duration.between(clock.instant(), wait.at()));
            // Wanted again by now: resumed, or to go another way.
            case ReconnectPolicy.Next.Stay stay
            when closed.code() == ReconnectPolicy.AS_WE_ASKED -> connectSoon(origin.account());
            case ReconnectPolicy.Next.Stay stay -> {}
        }
    }

    /** Its close makes the next connection, with what is wanted by then. */
    private void reconnect(AccountId id) {
        disconnect(id);
        connectSoon(id);
    }

    private void connectSoon(AccountId id) {
        connectAfter(id, Duration.ZERO);
    }

    private void connectAfter(AccountId id, Duration delay) {
        after(delay, () -> connect(id));
    }

    private static void after(Duration delay, Runnable task) {
        CompletableFuture.delayedExecutor(delay.toMillis(), TimeUnit.MILLISECONDS, Thread::startVirtualThread)
                .execute(task);
    }

    private void connect(AccountId id) {
        // When the bridge is reached again, bridgeReady() connects what is not connected.
        if (stopping || !bridgeReachable) {
            return;
        }
        registry.find(id)
                .filter(AccountSupervisor::isWanted)
                .filter(state -> state.status() == AccountStatus.DISCONNECTED)
                .ifPresent(state -> connect(state.account()));
    }

    private void connect(Account account) {
        var id = account.id();
        try {
            var proxy = proxies.of(account);
            registry.update(id, AccountState::connecting);
            var connection = bridge.connect(id, proxy, account.codeFor());
            registry.update(id, state -> state.onConnection(connection));
            if (registry.find(id)
                    .filter(state -> !state.account().proxy().equals(account.proxy()))
                    .isPresent()) {
                // It was given another way while this one was taken.
                reconnect(id);
            }
        } catch (Proxies.MissingCredentialsException e) {
            cannotGo(id, e);
        } catch (BridgeException e) {
            refused(id, e);
        }
    }

    private static boolean isWanted(AccountState state) {
        return state.account().desired() == DesiredState.CONNECTED;
    }

    /** The file may come at any time. */
    private void cannotGo(AccountId id, Proxies.MissingCredentialsException e) {
        var isNew = !registry.find(id).flatMap(AccountState::reason).equals(Optional.of(e.reason()));
        registry.update(id, state -> state.disconnected(state.connection(), state.needsQr(), e.reason()));
        if (isNew) {
            log.atError()
                    .addKeyValue("accountId", id)
                    .addKeyValue("reason", e.reason())
                    .log("account cannot connect");
        }
        if (waiting.add(id)) {
            after(AFTER_REFUSAL, () -> {
                waiting.remove(id);
                connect(id);
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
            case UNAVAILABLE, QUERY_FAILED, SHUTTING_DOWN, UNCERTAIN -> {
                registry.update(id, state -> state.disconnected(state.connection(), state.needsQr(), e.description()));
                connectAfter(id, AFTER_REFUSAL);
            }
        }
    }

    private void disconnect(AccountId id) {
        try {
            bridge.disconnect(id);
        } catch (BridgeException e) {
            notDone(id, e, "account could not be disconnected");
        }
    }

    private void logOut(AccountId id) {
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
