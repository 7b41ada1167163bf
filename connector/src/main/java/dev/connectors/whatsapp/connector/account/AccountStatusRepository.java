package dev.connectors.whatsapp.connector.account;

import com.google.cloud.Timestamp;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.Precondition;
import com.google.cloud.firestore.SetOptions;
import com.google.cloud.firestore.WriteBatch;
import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.config.Settings;
import dev.connectors.whatsapp.connector.firestore.Calls;
import dev.connectors.whatsapp.connector.firestore.Layout;
import dev.connectors.whatsapp.connector.lease.Ownership;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Writes how accounts are. Only the connector that holds an account says so: every method returns false when this one does
 * not, and nothing was written.
 */
@Component
final class AccountStatusRepository {
    private final Firestore firestore;
    private final Layout layout;
    private final Ownership ownership;
    private final String worker;
    private final Clock clock;
    private final Map<AccountId, AccountState> written = new ConcurrentHashMap<>();

    @Autowired
    AccountStatusRepository(Firestore firestore, Layout layout, Ownership ownership, Settings settings, Clock clock) {
        this(firestore, layout, ownership, settings.workerId(), clock);
    }

    AccountStatusRepository(Firestore firestore, Layout layout, Ownership ownership, String worker, Clock clock) {
        this.firestore = firestore;
        this.layout = layout;
        this.ownership = ownership;
        this.worker = worker;
        this.clock = clock;
    }

    /** How the account was when this connector wrote its document last. */
    Optional<AccountState> written(AccountId id) {
        return Optional.ofNullable(written.get(id));
    }

    /** The alert about the account that is open; empty when there is none. Costs a read. */
    Optional<String> alert(AccountId id) {
        return Optional.ofNullable(Calls.await(layout.account(id).get()).getString(Alert.ID));
    }

    /** Writes how the account is, and that there is nothing to link a phone by. */
    boolean save(AccountState state) {
        return save(state, AccountDocument.nothingToLink());
    }

    /** As {@link #save(AccountState)}, with the picture to scan. */
    boolean saveQr(AccountState state, String dataUrl) {
        return save(state, AccountDocument.qr(dataUrl, clock.instant()));
    }

    /** As {@link #save(AccountState)}, with the code to type. */
    boolean savePairingCode(AccountState state, String code) {
        return save(state, AccountDocument.pairingCode(code, clock.instant()));
    }

    private boolean save(AccountState state, Map<String, Object> privateFields) {
        return write(
                state,
                AccountDocument.status(state, clock.instant()),
                batch -> batch.set(layout.privateState(state.account().id()), privateFields, SetOptions.merge()));
    }

    /** Writes how the account is and leaves what links a phone as it is. */
    boolean saveStatus(AccountState state) {
        return write(state, AccountDocument.status(state, clock.instant()), batch -> {});
    }

    /** Writes only when the account was seen. */
    boolean saveSeen(AccountState state) {
        return write(state, AccountDocument.seen(state, clock.instant()), batch -> {});
    }

    /** Writes that the account is degraded, and an alert that says so. */
    boolean open(AccountState state, Alert alert) {
        var now = clock.instant();
        var fields = new HashMap<>(AccountDocument.status(state, now));
        fields.putAll(AccountDocument.degraded(alert, now));
        var opened = alert.opened(state.reason().orElse("it is not connected"), worker, now);
        // The same silence has the same alert: it may have been closed because nobody wanted the account for a while.
        var exists = Calls.await(layout.alert(alert.id()).get()).exists();
        return write(state, fields, batch -> {
            if (exists) {
                batch.set(layout.alert(alert.id()), opened);
            } else {
                batch.create(layout.alert(alert.id()), opened);
            }
        });
    }

    /** Writes that the account is no longer degraded, and closes the alert. */
    boolean close(AccountState state, Beat.Close close) {
        var now = clock.instant();
        var fields = new HashMap<>(AccountDocument.status(state, now));
        fields.putAll(AccountDocument.notDegraded());
        return write(
                state,
                fields,
                batch -> batch.set(layout.alert(close.alertId()), Alert.closed(close.why(), now), SetOptions.merge()));
    }

    private boolean write(AccountState state, Map<String, Object> fields, Consumer<WriteBatch> more) {
        var id = state.account().id();
        var isDone = ownership.write(id, version -> commit(id, version, fields, more));
        if (isDone) {
            written.put(id, state);
        }
        return isDone;
    }

    private Timestamp commit(AccountId id, Timestamp version, Map<String, Object> fields, Consumer<WriteBatch> more) {
        var batch = firestore.batch();
        batch.update(layout.account(id), fields, Precondition.updatedAt(version));
        more.accept(batch);
        return Calls.await(batch.commit()).getFirst().getUpdateTime();
    }
}
