package dev.connectors.whatsapp.connector.lease;

import com.google.cloud.Timestamp;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.FieldValue;
import com.google.cloud.firestore.Precondition;
import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.firestore.Calls;
import dev.connectors.whatsapp.connector.firestore.Layout;
import dev.connectors.whatsapp.connector.firestore.Timestamps;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Owners in the documents of their accounts. */
final class FirestoreOwnerStore implements OwnerStore {
    private static final String OWNER = "owner";
    private static final String EPOCH = "ownerEpoch";
    private static final String RESTRICTED_UNTIL = "restrictedUntil";

    private final Layout layout;

    FirestoreOwnerStore(Layout layout) {
        this.layout = layout;
    }

    @Override
    public Optional<Stored> read(AccountId account) {
        var document = Calls.await(layout.account(account).get());
        return document.exists() ? Optional.of(stored(document)) : Optional.empty();
    }

    private static Stored stored(DocumentSnapshot document) {
        return new Stored(
                owner(document.get(OWNER)),
                document.get(EPOCH) instanceof Long epoch ? epoch : 0,
                document.get(RESTRICTED_UNTIL) instanceof Timestamp until
                        ? Optional.of(Timestamps.instant(until))
                        : Optional.empty(),
                Objects.requireNonNull(document.getUpdateTime()));
    }

    /** Empty also for what no connector has written: a field that somebody garbled must not keep an account from everybody. */
    private static Optional<Owner> owner(@Nullable Object field) {
        return field instanceof Map<?, ?> owner
                        && owner.get("volume") instanceof String volume
                        && owner.get("leaseEpoch") instanceof Long leaseEpoch
                        && owner.get("workerId") instanceof String worker
                ? Optional.of(new Owner(volume, leaseEpoch, worker))
                : Optional.empty();
    }

    @Override
    public Timestamp replace(AccountId account, Optional<Owner> owner, long epoch, Timestamp version) {
        var field = owner.<Object>map(
                        one -> Map.of("volume", one.volume(), "leaseEpoch", one.leaseEpoch(), "workerId", one.worker()))
                .orElseGet(FieldValue::delete);
        return Calls.await(layout.account(account)
                        .update(Map.of(OWNER, field, EPOCH, epoch), Precondition.updatedAt(version)))
                .getUpdateTime();
    }
}
