package dev.connectors.whatsapp.connector.account;

import dev.connectors.whatsapp.connector.account.AccountList.Tombstone;
import dev.connectors.whatsapp.connector.bridge.BridgeEvent;
import dev.connectors.whatsapp.connector.bridge.BridgeListener;
import dev.connectors.whatsapp.connector.bridge.BridgeSession;
import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.lease.LeaseListener;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Keeps the wanted accounts connected: has {@link Connections} opened for what is new, closed for what is no longer listed,
 * and opened again where WhatsApp has closed them and that can help. Absence from the list never deletes a session.
 */
@Component
@Order(1)
public final class AccountSupervisor implements BridgeListener, LeaseListener {
    private static final Logger log = LoggerFactory.getLogger(AccountSupervisor.class);
    /** How long an account begins no conversation where WhatsApp restricts it and says no end. */
    private static final Duration RESTRICTED_FOR = Duration.ofHours(24);

    private final AccountRegistry registry;
    private final AccountSource source;
    private final Connections connections;
    private final SessionRemovals removals;
    private final Clock clock;

    AccountSupervisor(
            AccountRegistry registry,
            AccountSource source,
            Connections connections,
            SessionRemovals removals,
            Clock clock) {
        this.registry = registry;
        this.source = source;
        this.connections = connections;
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
        connections.stop();
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
                Thread.startVirtualThread(() -> connections.reopen(account.id()));
            }
        }
        var listed = list.accounts().stream().map(Account::id).collect(Collectors.toSet());
        var removed = list.tombstones().stream().map(Tombstone::id).collect(Collectors.toSet());
        drop(before.keySet(), listed, removed);
        removals.request(list.tombstones(), before);
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
            case CONNECTED -> connections.openSoon(account.id());
            case PAUSED -> Thread.startVirtualThread(() -> connections.close(account.id()));
            case LOGGED_OUT -> Thread.startVirtualThread(() -> connections.logOut(account.id()));
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
                Thread.startVirtualThread(() -> connections.giveUp(id));
            }
        }
    }

    @Override
    public void leaseHeld() {
        registry.all().forEach(state -> settle(state.account()));
    }

    /** Each is asked for again as soon as there is a lease, and is then held by whoever took it. */
    @Override
    public void leaseLost() {
        for (var state : registry.all()) {
            registry.update(
                    state.account().id(), s -> s.waitingBecause("another connector has taken this one's lease"));
        }
    }

    @Override
    public void bridgeReady(List<BridgeSession> sessions) {
        connections.bridgeReachable(true);
        Map<AccountId, BridgeSession> held =
                sessions.stream().collect(Collectors.toMap(BridgeSession::account, Function.identity()));
        for (var state : registry.all()) {
            var id = state.account().id();
            var session = held.get(id);
            if (session != null && session.state() == BridgeSession.State.CONNECTED && state.isWanted()) {
                // Whether it had drained, and what became of what was sent on it, went with the former stream.
                connections.renew(id, "opened before this connector listened");
                continue;
            }
            if (session != null && session.state() != BridgeSession.State.DISCONNECTED) {
                connections.adopt(session);
            }
            settle(state.account());
        }
    }

    @Override
    public void bridgeLost() {
        connections.bridgeReachable(false);
        for (var state : registry.all()) {
            registry.update(state.account().id(), AccountState::bridgeLost);
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
            case BridgeEvent.QrCode qr -> update(origin, state -> state.qrReady(origin.connection()));
            case BridgeEvent.PairingCode code -> update(origin, state -> state.qrReady(origin.connection()));
            case BridgeEvent.ConnectionOpened opened -> opened(origin);
            case BridgeEvent.ConnectionClosed closed -> closed(origin, closed);
            case BridgeEvent.AccountError error ->
                log.atWarn()
                        .addKeyValue("accountId", origin.account())
                        .addKeyValue("problem", error.message())
                        .log("account error");
            case BridgeEvent.OfflineDrained drained -> update(origin, state -> state.drained(origin.connection()));
            case BridgeEvent.AccountRestricted restricted -> restricted(restricted);
            case BridgeEvent.InboundMessage m -> {}
            case BridgeEvent.ServerAck a -> {}
            case BridgeEvent.Receipt r -> {}
            case BridgeEvent.PhoneNumberLearnt p -> {}
        }
    }

    /** The bridge may be lost, or the next connection begun, since the event was looked at. */
    private void update(BridgeEvent.Origin origin, UnaryOperator<AccountState> change) {
        registry.update(origin.account(), state -> state.after(origin, change));
    }

    private void opened(BridgeEvent.Origin origin) {
        update(origin, state -> state.connected(origin.connection(), origin.occurredAt()));
        log.atInfo().addKeyValue("accountId", origin.account()).log("account connected");
        connections.watchDrain(origin.account(), origin.connection());
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
        update(origin, state -> state.disconnected(origin.connection(), needsQr, reason));
        log.atWarn()
                .addKeyValue("event", "connection_update_error")
                .addKeyValue("accountId", origin.account())
                .addKeyValue("code", closed.code())
                .addKeyValue("reason", reason)
                .log("account disconnected");
        switch (next) {
            case ReconnectPolicy.Next.Reconnect reconnect -> connections.openAfter(origin.account(), reconnect.after());
            case ReconnectPolicy.Next.WaitUntil wait ->
                connections.openAfter(origin.account(), Duration.between(clock.instant(), wait.at()));
            // Wanted again by now: resumed, or to go another way.
            case ReconnectPolicy.Next.Stay stay
            when closed.code() == ReconnectPolicy.AS_WE_ASKED -> connections.openSoon(origin.account());
            case ReconnectPolicy.Next.Stay stay -> {}
        }
    }
}
