package dev.connectors.whatsapp.connector.account;

import dev.connectors.whatsapp.connector.account.Happening.Refusal;
import dev.connectors.whatsapp.connector.bridge.BridgeClient;
import dev.connectors.whatsapp.connector.bridge.BridgeException;
import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.firestore.FirestoreUnavailableException;
import dev.connectors.whatsapp.connector.lease.Ownership;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Has the lease and the bridge do what {@link Supervision} has decided, and says what came of it. */
@Component
final class ConnectionEffects {
    private static final Logger log = LoggerFactory.getLogger(ConnectionEffects.class);
    /** For what another does at this moment. */
    private static final Duration SOON = Duration.ofMillis(250);

    private static final Duration AFTER_FIRESTORE_FAILURE = Duration.ofSeconds(5);

    private final BridgeClient bridge;
    private final Proxies proxies;
    private final Ownership ownership;

    ConnectionEffects(BridgeClient bridge, Proxies proxies, Ownership ownership) {
        this.bridge = bridge;
        this.proxies = proxies;
        this.ownership = ownership;
    }

    /** @param look reads the account's document also where this connector holds it for all it knows */
    Happening take(AccountId id, boolean look) {
        try {
            return switch (look ? ownership.confirm(id) : ownership.take(id)) {
                case Ownership.Answer.Taken taken -> new Happening.Taken(taken.restrictedUntil());
                case Ownership.Answer.HeldElsewhere elsewhere ->
                    new Happening.NotTaken("held by connector " + elsewhere.worker(), elsewhere.lookAgainAfter());
                case Ownership.Answer.Busy busy -> new Happening.NotTaken("its document is being written", SOON);
                case Ownership.Answer.NoDocument missing -> new Happening.NoDocument();
                case Ownership.Answer.NoLease none -> new Happening.NoLease();
            };
        } catch (RuntimeException e) {
            // Also one that nobody thought of, such as a document that somebody has garbled: the account is not given
            // up.
            log.atWarn().setCause(e).addKeyValue("accountId", id).log("account cannot be taken for now");
            return new Happening.NotTaken("nobody knows whether another connector holds it", AFTER_FIRESTORE_FAILURE);
        }
    }

    Happening connect(Account account) {
        try {
            return new Happening.Asked(bridge.connect(account.id(), proxies.of(account), account.codeFor()));
        } catch (Proxies.MissingCredentialsException e) {
            // The file may come at any time.
            return new Happening.Refused(Refusal.NOT_NOW, e.reason());
        } catch (BridgeException e) {
            log.atWarn()
                    .addKeyValue("accountId", account.id())
                    .addKeyValue("problem", e.description())
                    .log("the bridge does not connect the account");
            return new Happening.Refused(refusal(e.reason()), e.description());
        } catch (RuntimeException e) {
            log.atError().setCause(e).addKeyValue("accountId", account.id()).log("account cannot be connected");
            return new Happening.Refused(Refusal.FAILED, String.valueOf(e.getMessage()));
        }
    }

    private static Refusal refusal(BridgeException.Reason reason) {
        return switch (reason) {
            case ALREADY_CONNECTED -> Refusal.CONNECTED_ALREADY;
            case LEASE_OVER -> Refusal.NO_LEASE;
            case UNAVAILABLE, SHUTTING_DOWN -> Refusal.NOT_NOW;
            case QUERY_FAILED, UNCERTAIN -> Refusal.FAILED;
            case SESSION_UNREADABLE -> Refusal.UNREADABLE;
            case INVALID, NOT_ON_WHATSAPP, UNKNOWN_ACCOUNT, NOT_CONNECTED -> Refusal.FOR_GOOD;
        };
    }

    Happening close(AccountId id) {
        try {
            bridge.disconnect(id);
        } catch (BridgeException e) {
            notDone(id, e, "account could not be disconnected");
        }
        return new Happening.CloseAnswered();
    }

    void logOut(AccountId id) {
        try {
            bridge.logOut(id, true);
        } catch (BridgeException e) {
            notDone(id, e, "account could not be logged out");
        }
    }

    /** Lets another connector have it. */
    void release(AccountId id) {
        try {
            ownership.release(id);
        } catch (FirestoreUnavailableException e) {
            log.atWarn()
                    .addKeyValue("accountId", id)
                    .addKeyValue("problem", e.getMessage())
                    .log("account is free only when the lease is over");
        }
    }

    private static void notDone(AccountId id, BridgeException e, String what) {
        // The bridge has never heard of it: then there is nothing to be done.
        if (e.reason() != BridgeException.Reason.UNKNOWN_ACCOUNT) {
            log.atWarn()
                    .addKeyValue("accountId", id)
                    .addKeyValue("problem", e.description())
                    .log(what);
        }
    }
}
