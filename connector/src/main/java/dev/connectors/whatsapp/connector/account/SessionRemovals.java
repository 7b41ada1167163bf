package dev.connectors.whatsapp.connector.account;

import dev.connectors.whatsapp.connector.account.AccountList.Tombstone;
import dev.connectors.whatsapp.connector.account.Proxies.MissingCredentialsException;
import dev.connectors.whatsapp.connector.bridge.BridgeClient;
import dev.connectors.whatsapp.connector.bridge.BridgeException;
import dev.connectors.whatsapp.connector.bridge.BridgeException.Reason;
import dev.connectors.whatsapp.connector.bridge.BridgeSession;
import dev.connectors.whatsapp.connector.bridge.BridgeSession.State;
import dev.connectors.whatsapp.connector.bridge.Proxy;
import dev.connectors.whatsapp.connector.chat.AccountId;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Carries out tombstones: logs a session out if asked to, deletes it, and remembers to say so. */
@Component
public final class SessionRemovals {
    private static final Logger log = LoggerFactory.getLogger(SessionRemovals.class);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(20);
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);

    private final BridgeClient bridge;
    private final Proxies proxies;
    private final Set<Tombstone> underway = ConcurrentHashMap.newKeySet();
    private final Set<Tombstone> done = ConcurrentHashMap.newKeySet();
    private volatile boolean stopping;

    SessionRemovals(BridgeClient bridge, Proxies proxies) {
        this.bridge = bridge;
        this.proxies = proxies;
    }

    /** Those whose session is gone. */
    public Set<Tombstone> done() {
        return Set.copyOf(done);
    }

    /**
     * Begins with what is new in the list, and forgets what is no longer asked for.
     *
     * @param known the accounts as they were listed before
     */
    void request(Collection<Tombstone> tombstones, Map<AccountId, Account> known) {
        done.retainAll(tombstones);
        for (var tombstone : tombstones) {
            if (!done.contains(tombstone) && underway.add(tombstone)) {
                var account = Optional.ofNullable(known.get(tombstone.id()));
                Thread.ofVirtual().name("remove-" + tombstone.id()).start(() -> removeUntilGone(tombstone, account));
            }
        }
    }

    void stop() {
        stopping = true;
    }

    private void removeUntilGone(Tombstone tombstone, Optional<Account> account) {
        try {
            while (!stopping && !isRemoved(tombstone, account)) {
                Thread.sleep(RETRY_AFTER);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            underway.remove(tombstone);
        }
    }

    private boolean isRemoved(Tombstone tombstone, Optional<Account> account) throws InterruptedException {
        try {
            if (tombstone.logOut()) {
                connect(tombstone.id(), account);
            } else {
                // Over an open connection WhatsApp would hear of it.
                bridge.disconnect(tombstone.id());
            }
            bridge.logOut(tombstone.id(), true);
        } catch (BridgeException e) {
            if (e.reason() != Reason.UNKNOWN_ACCOUNT) {
                log.atWarn()
                        .setCause(e)
                        .addKeyValue("accountId", tombstone.id())
                        .log("a session is not deleted yet");
                return false;
            }
        }
        done.add(tombstone);
        log.atInfo().addKeyValue("accountId", tombstone.id()).log("the session is deleted");
        return true;
    }

    /**
     * WhatsApp hears of a log-out only over a connection; without it the phone would go on listing the device. Gives up
     * when the account cannot be connected in time.
     */
    private void connect(AccountId id, Optional<Account> account) throws InterruptedException {
        var session = session(id);
        if (session.isEmpty()) {
            return;
        }
        if (session.get().state() == State.DISCONNECTED) {
            try {
                bridge.connect(id, way(session.get(), account), Optional.empty());
            } catch (MissingCredentialsException e) {
                log.atWarn()
                        .addKeyValue("accountId", id)
                        .addKeyValue("reason", e.reason())
                        .log(
                                "WhatsApp will not hear that the session is deleted: the phone goes on listing the device");
                return;
            }
        }
        for (var waited = Duration.ZERO; waited.compareTo(CONNECT_WITHIN) < 0; waited = waited.plus(LOOK_EVERY)) {
            if (session(id).filter(now -> now.state() == State.CONNECTING).isEmpty()) {
                return;
            }
            Thread.sleep(LOOK_EVERY);
        }
    }

    /** The way it went as long as it was listed: also its last connection must not go past its proxy. */
    private Optional<Proxy> way(BridgeSession session, Optional<Account> account) {
        if (account.isEmpty() && session.proxied()) {
            throw new MissingCredentialsException("the account is no longer listed");
        }
        return account.flatMap(proxies::of);
    }

    /** Empty for an account whose session is not linked: there is nothing to log out. */
    private Optional<BridgeSession> session(AccountId id) {
        return bridge.sessions().stream()
                .filter(session -> session.account().equals(id) && session.paired())
                .findFirst();
    }
}
