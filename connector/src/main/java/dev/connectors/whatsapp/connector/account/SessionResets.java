package dev.connectors.whatsapp.connector.account;

import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.QuerySnapshot;
import dev.connectors.whatsapp.connector.bridge.BridgeClient;
import dev.connectors.whatsapp.connector.bridge.BridgeException;
import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.firestore.Calls;
import dev.connectors.whatsapp.connector.firestore.FirestoreUnavailableException;
import dev.connectors.whatsapp.connector.firestore.Layout;
import dev.connectors.whatsapp.connector.firestore.QueryFollower;
import dev.connectors.whatsapp.connector.lease.Holdings;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out resets: the account is wanted logged out until its session is gone, and connected again after that, which gives
 * a new QR. Whoever is asked for one leaves a document ({@link SessionResetRequests}); the connector that holds the account
 * finds it, and deletes it when all is done, so that a reset survives the connector.
 */
public final class SessionResets implements AccountSource {
    private static final Logger log = LoggerFactory.getLogger(SessionResets.class);
    private static final Duration LOOK_EVERY = Duration.ofMillis(250);
    /** A log-out waits for WhatsApp's answer. */
    private static final Duration GONE_WITHIN = Duration.ofSeconds(30);

    private static final Duration AFTER_FAILURE = Duration.ofSeconds(5);

    private final AccountSource source;
    private final Layout layout;
    private final AccountRegistry registry;
    private final Holdings holdings;
    private final BridgeClient bridge;

    private volatile Set<AccountId> requested = Set.of();
    private final Set<AccountId> followed = ConcurrentHashMap.newKeySet();
    private volatile boolean stopping;

    private Consumer<AccountList> onChange = list -> {};
    private @Nullable AccountList listed;
    private final Set<AccountId> loggedOut = new HashSet<>();
    private @Nullable QueryFollower follower;

    /** @param source says which accounts there are, and is passed on but for those that are being reset */
    public SessionResets(
            AccountSource source, Layout layout, AccountRegistry registry, Holdings holdings, BridgeClient bridge) {
        this.source = source;
        this.layout = layout;
        this.registry = registry;
        this.holdings = holdings;
        this.bridge = bridge;
    }

    @Override
    public void start(Consumer<AccountList> whenChanged) {
        onChange = whenChanged;
        source.start(this::list);
        synchronized (this) {
            follower = QueryFollower.start(layout.sessionResets(), "resets of sessions", this::requested);
        }
    }

    @Override
    public void stop() {
        stopping = true;
        source.stop();
        synchronized (this) {
            if (follower != null) {
                follower.close();
            }
        }
    }

    private synchronized void list(AccountList list) {
        listed = list;
        tell();
    }

    private synchronized void want(AccountId id, boolean isLoggedOut) {
        var isNew = isLoggedOut ? loggedOut.add(id) : loggedOut.remove(id);
        if (isNew) {
            tell();
        }
    }

    private synchronized void tell() {
        if (listed != null) {
            onChange.accept(new AccountList(
                    listed.accounts().stream()
                            .map(account -> loggedOut.contains(account.id()) ? account.loggedOut() : account)
                            .toList(),
                    listed.tombstones(),
                    listed.leftOut()));
        }
    }

    private void requested(QuerySnapshot snapshot) {
        requested = snapshot.getDocuments().stream()
                .map(DocumentSnapshot::getId)
                .filter(AccountId::isValid)
                .map(AccountId::new)
                .collect(Collectors.toUnmodifiableSet());
        for (var id : requested) {
            if (followed.add(id)) {
                Thread.ofVirtual().name("reset-" + id).start(() -> follow(id));
            }
        }
    }

    /** Until the reset is done, be it here or by the connector that holds the account. */
    private void follow(AccountId id) {
        try {
            while (requested.contains(id) && isOver(LOOK_EVERY)) {
                if (holdings.holds(id) && isReset(id)) {
                    return;
                }
            }
        } finally {
            followed.remove(id);
        }
    }

    /** Where the session does not go, the account is connected again before the next try. */
    private boolean isReset(AccountId id) {
        log.atInfo().addKeyValue("accountId", id).log("the session is reset");
        want(id, true);
        try {
            var gone = false;
            for (var waited = Duration.ZERO;
                    !gone && waited.compareTo(GONE_WITHIN) < 0 && isOver(LOOK_EVERY);
                    waited = waited.plus(LOOK_EVERY)) {
                gone = isGone(id);
            }
            var noted = false;
            while (gone && !noted) {
                noted = isNoted(id) || !isOver(AFTER_FAILURE);
            }
            return gone;
        } finally {
            want(id, false);
        }
    }

    private boolean isGone(AccountId id) {
        var isClosed = registry.find(id)
                .filter(state -> state.status() != AccountStatus.DISCONNECTED)
                .isEmpty();
        try {
            return isClosed
                    && bridge.sessions().stream()
                            .noneMatch(session -> session.account().equals(id) && session.paired());
        } catch (BridgeException notReachable) {
            log.atDebug().addKeyValue("accountId", id).log("whether the session is gone is not known yet");
            return false;
        }
    }

    private boolean isNoted(AccountId id) {
        try {
            Calls.await(layout.sessionReset(id).delete());
            return true;
        } catch (FirestoreUnavailableException e) {
            log.atWarn().setCause(e).addKeyValue("accountId", id).log("a reset that is done cannot be noted yet");
            return false;
        }
    }

    /** Waits. Returns false where there is no use in going on. */
    private boolean isOver(Duration pause) {
        try {
            Thread.sleep(pause);
            return !stopping;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
