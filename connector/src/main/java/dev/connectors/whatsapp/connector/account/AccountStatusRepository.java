package dev.connectors.whatsapp.connector.account;

import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.Precondition;
import com.google.cloud.firestore.SetOptions;
import dev.connectors.whatsapp.connector.firestore.Calls;
import dev.connectors.whatsapp.connector.firestore.Layout;
import dev.connectors.whatsapp.connector.lease.Ownership;
import java.time.Clock;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Writes how accounts are. Only the connector that holds an account says so. */
@Component
final class AccountStatusRepository {
    private final Firestore firestore;
    private final Layout layout;
    private final Ownership ownership;
    private final Clock clock;

    AccountStatusRepository(Firestore firestore, Layout layout, Ownership ownership, Clock clock) {
        this.firestore = firestore;
        this.layout = layout;
        this.ownership = ownership;
        this.clock = clock;
    }

    /**
     * Writes how the account is.
     *
     * @return false when this connector does not hold it, and nothing was written
     */
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
        var id = state.account().id();
        return ownership.write(id, version -> {
            var batch = firestore.batch();
            var status = AccountDocument.status(state, clock.instant());
            batch.update(layout.account(id), status, Precondition.updatedAt(version));
            batch.set(layout.privateState(id), privateFields, SetOptions.merge());
            return Calls.await(batch.commit()).getFirst().getUpdateTime();
        });
    }
}
