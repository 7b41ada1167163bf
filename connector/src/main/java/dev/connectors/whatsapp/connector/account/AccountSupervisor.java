package dev.connectors.whatsapp.connector.account;

import dev.connectors.whatsapp.connector.account.AccountList.Tombstone;
import dev.connectors.whatsapp.connector.bridge.BridgeEvent;
import dev.connectors.whatsapp.connector.bridge.BridgeListener;
import dev.connectors.whatsapp.connector.bridge.BridgeSession;
import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.config.Settings;
import dev.connectors.whatsapp.connector.lease.LeaseListener;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Hears what the list of accounts, the lease and the bridge say, and tells {@link Connections} what that means for each
 * account. Absence from the list never deletes a session.
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
    private final Stagger stagger;
    private final Clock clock;

    private volatile boolean leaseHeld;
    private volatile boolean bridgeReached;
    /** Whose connections a bridge that outlived its connector, or the way to it, had when it was reached. */
    private volatile Set<AccountId> outlived = Set.of();

    AccountSupervisor(
            AccountRegistry registry,
            AccountSource source,
            Connections connections,
            SessionRemovals removals,
            Settings settings,
            Clock clock) {
        this.registry = registry;
        this.source = source;
        this.connections = connections;
        this.removals = removals;
        this.stagger = new Stagger(settings.connections().stagger(), RandomGenerator.getDefault());
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
        if (registry.leaveOut(list.leftOut()) && !list.leftOut().isEmpty()) {
            log.atError()
                    .addKeyValue("accounts", list.accounts().size())
                    .addKeyValue("leftOut", list.leftOut())
                    .log(
                            "there are more accounts than MAX_ACCOUNTS: some are not connected. Raise it, or SHARD_COUNT with another"
                                    + " connector");
        }
        Map<AccountId, Account> before = registry.all().stream()
                .map(AccountState::account)
                .collect(Collectors.toMap(Account::id, Function.identity()));
        for (var account : list.accounts()) {
            registry.add(account);
            connections.happen(account.id(), new Happening.Change(account));
            if (!before.containsKey(account.id()) && outlived.contains(account.id())) {
                connections.happen(account.id(), new Happening.BridgeReached(true));
            }
        }
        begin();
        var listed = list.accounts().stream().map(Account::id).collect(Collectors.toSet());
        var removed = list.tombstones().stream().map(Tombstone::id).collect(Collectors.toSet());
        drop(before.keySet(), listed, removed);
        removals.request(list.tombstones(), before);
    }

    /** Gives those their turn that were never tried, in the order of their ids; what was connected before has none to wait for. */
    private synchronized void begin() {
        if (!leaseHeld || !bridgeReached) {
            return;
        }
        var fresh = registry.all().stream()
                .filter(state -> state.isWanted() && state.phase().equals(new Phase.Listed(false)))
                .map(state -> state.account().id())
                .toList();
        var turns = stagger.turns(fresh.size());
        for (var i = 0; i < fresh.size(); i++) {
            connections.happen(fresh.get(i), new Happening.Turn(turns.get(i)));
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
                connections.giveUp(id);
            }
        }
    }

    private void eachHears(Happening happening) {
        registry.all().forEach(state -> connections.happen(state.account().id(), happening));
    }

    @Override
    public void leaseHeld() {
        leaseHeld = true;
        eachHears(new Happening.LeaseHeld());
        begin();
    }

    @Override
    public void leaseLost() {
        leaseHeld = false;
        eachHears(new Happening.LeaseLost());
    }

    @Override
    public void bridgeReady(List<BridgeSession> sessions) {
        outlived = sessions.stream()
                .filter(session -> session.state() != BridgeSession.State.DISCONNECTED)
                .map(BridgeSession::account)
                .collect(Collectors.toUnmodifiableSet());
        bridgeReached = true;
        for (var state : registry.all()) {
            var id = state.account().id();
            connections.happen(id, new Happening.BridgeReached(outlived.contains(id)));
        }
        begin();
    }

    @Override
    public void bridgeLost() {
        bridgeReached = false;
        outlived = Set.of();
        eachHears(new Happening.BridgeLost());
    }

    @Override
    public void on(BridgeEvent event) {
        var origin = event.origin();
        var isKnown = registry.find(origin.account())
                .filter(state -> !state.isStale(origin.connection()))
                .isPresent();
        if (isKnown) {
            logged(event);
            happening(event).ifPresent(happening -> connections.happen(origin.account(), happening));
        }
    }

    private Optional<Happening> happening(BridgeEvent event) {
        var connection = event.origin().connection();
        var at = event.origin().occurredAt();
        return switch (event) {
            case BridgeEvent.QrCode qr -> Optional.of(new Happening.LinkOffered(connection));
            case BridgeEvent.PairingCode code -> Optional.of(new Happening.LinkOffered(connection));
            case BridgeEvent.ConnectionOpened opened -> Optional.of(new Happening.Opened(connection, at));
            case BridgeEvent.OfflineDrained drained -> Optional.of(new Happening.Drained(connection));
            case BridgeEvent.ConnectionClosed closed ->
                Optional.of(new Happening.Closed(
                        connection, closed.code(), closed.reason(), closed.paired(), closed.retryAfter(), at));
            case BridgeEvent.AccountRestricted restricted ->
                Optional.of(new Happening.Restriction(
                        restricted.active() ? Optional.of(end(restricted)) : Optional.empty()));
            case BridgeEvent.SessionUnreadable unreadable ->
                Optional.of(new Happening.SessionUnreadable(connection, unreadable.reason()));
            case BridgeEvent.SessionDeaf d -> Optional.empty();
            case BridgeEvent.AccountError e -> Optional.empty();
            case BridgeEvent.InboundMessage m -> Optional.empty();
            case BridgeEvent.ServerAck a -> Optional.empty();
            case BridgeEvent.Receipt r -> Optional.empty();
            case BridgeEvent.PhoneNumberLearnt p -> Optional.empty();
        };
    }

    private Instant end(BridgeEvent.AccountRestricted restricted) {
        return restricted.until().orElseGet(() -> clock.instant().plus(RESTRICTED_FOR));
    }

    private static void logged(BridgeEvent event) {
        var account = event.origin().account();
        switch (event) {
            case BridgeEvent.ConnectionClosed closed ->
                log.atWarn()
                        .addKeyValue("event", "connection_update_error")
                        .addKeyValue("accountId", account)
                        .addKeyValue("code", closed.code())
                        .addKeyValue("reason", CloseCode.of(closed.code()).reason(closed.reason()))
                        .log("account disconnected");
            case BridgeEvent.AccountError error ->
                log.atWarn()
                        .addKeyValue("accountId", account)
                        .addKeyValue("problem", error.message())
                        .log("account error");
            case BridgeEvent.AccountRestricted restricted ->
                log.atWarn()
                        .addKeyValue("accountId", account)
                        .addKeyValue("active", restricted.active())
                        .addKeyValue("kind", restricted.kind())
                        .addKeyValue(
                                "until",
                                restricted.until().map(Instant::toString).orElse(""))
                        .log("WhatsApp restricts the account");
            default -> {}
        }
    }
}
