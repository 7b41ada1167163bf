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
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
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

    private final AccountRegistry registry;
    private final AccountSource source;
    private final BridgeClient bridge;
    private final SessionRemovals removals;
    private final Clock clock;
    private volatile boolean stopping;
    private volatile boolean bridgeReachable;

    AccountSupervisor(
            AccountRegistry registry,
            AccountSource source,
            BridgeClient bridge,
            SessionRemovals removals,
            Clock clock) {
        this.registry = registry;
        this.source = source;
        this.bridge = bridge;
        this.removals = removals;
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
        Map<AccountId, DesiredState> before = registry.all().stream()
                .map(AccountState::account)
                .collect(Collectors.toMap(Account::id, Account::desired));
        list.accounts().forEach(registry::put);
        list.accounts().stream()
                .filter(account -> account.desired() != before.get(account.id()))
                .sorted(Comparator.comparing(Account::id))
                .forEach(this::settle);
        var listed = list.accounts().stream().map(Account::id).collect(Collectors.toSet());
        var removed = list.tombstones().stream().map(Tombstone::id).collect(Collectors.toSet());
        drop(before.keySet(), listed, removed);
        removals.request(list.tombstones());
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
            if (session != null && session.state() != BridgeSession.State.DISCONNECTED) {
                adopt(session);
            }
            settle(state.account());
        }
    }

    /** A bridge that outlived its connector still holds the connections. */
    private void adopt(BridgeSession session) {
        registry.update(session.account(), state -> switch (session.state()) {
            case CONNECTED -> state.connected(session.connection(), clock.instant());
            case QR_READY -> state.qrReady(session.connection());
            case CONNECTING, DISCONNECTED -> state.connecting();
        });
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
            case BridgeEvent.ConnectionOpened opened -> opened(origin);
            case BridgeEvent.ConnectionClosed closed -> closed(origin, closed);
            case BridgeEvent.AccountError error ->
                log.atWarn()
                        .addKeyValue("accountId", origin.account())
                        .addKeyValue("problem", error.message())
                        .log("account error");
            case BridgeEvent.InboundMessage m -> {}
            case BridgeEvent.ServerAck a -> {}
            case BridgeEvent.Receipt r -> {}
            case BridgeEvent.PhoneNumberLearnt p -> {}
        }
    }

    private void opened(BridgeEvent.Origin origin) {
        registry.update(origin.account(), state -> state.connected(origin.connection(), origin.occurredAt()));
        log.atInfo().addKeyValue("accountId", origin.account()).log("account connected");
    }

    private void closed(BridgeEvent.Origin origin, BridgeEvent.ConnectionClosed closed) {
        var attempts = registry.find(origin.account())
                .map(AccountState::reconnectAttempts)
                .orElse(0);
        var next = ReconnectPolicy.afterClose(closed.code(), attempts);
        var needsQr = !closed.paired() || (next instanceof ReconnectPolicy.Next.Stay stay && stay.needsQr());
        var reason = next instanceof ReconnectPolicy.Next.Stay stay ? stay.reason() : closed.reason();
        registry.update(origin.account(), state -> state.disconnected(origin.connection(), needsQr, reason));
        log.atWarn()
                .addKeyValue("event", "connection_update_error")
                .addKeyValue("accountId", origin.account())
                .addKeyValue("code", closed.code())
                .addKeyValue("reason", reason)
                .log("account disconnected");
        if (next instanceof ReconnectPolicy.Next.Reconnect reconnect) {
            connectAfter(origin.account(), reconnect.after());
        }
    }

    private void connectSoon(AccountId id) {
        connectAfter(id, Duration.ZERO);
    }

    private void connectAfter(AccountId id, Duration delay) {
        CompletableFuture.delayedExecutor(delay.toMillis(), TimeUnit.MILLISECONDS, Thread::startVirtualThread)
                .execute(() -> connect(id));
    }

    private void connect(AccountId id) {
        // When the bridge is reached again, bridgeReady() connects what is not connected.
        if (stopping || !bridgeReachable || !mayConnect(id)) {
            return;
        }
        registry.update(id, AccountState::connecting);
        try {
            bridge.connect(id);
        } catch (BridgeException e) {
            refused(id, e);
        }
    }

    private boolean mayConnect(AccountId id) {
        return registry.find(id)
                .filter(state -> state.account().desired() == DesiredState.CONNECTED)
                .map(state -> state.status() == AccountStatus.DISCONNECTED)
                .orElse(false);
    }

    private void refused(AccountId id, BridgeException e) {
        switch (e.reason()) {
            case ALREADY_CONNECTED ->
                bridge.sessions().stream()
                        .filter(session -> session.account().equals(id))
                        .forEach(this::adopt);
            case INVALID, SESSION_UNREADABLE, UNKNOWN_ACCOUNT, NOT_CONNECTED -> {
                registry.update(id, state -> state.disconnected(state.connection(), state.needsQr(), e.description()));
                log.atError()
                        .setCause(e)
                        .addKeyValue("accountId", id)
                        .log("account cannot be connected until a person acts");
            }
            case UNAVAILABLE, UNCERTAIN -> {
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
