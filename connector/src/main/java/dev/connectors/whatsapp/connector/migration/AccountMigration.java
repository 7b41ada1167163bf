package dev.connectors.whatsapp.connector.migration;

import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.Precondition;
import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.chat.PhoneNumber;
import dev.connectors.whatsapp.connector.firestore.Draft;
import dev.connectors.whatsapp.connector.firestore.Layout;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Brings one account from where former versions had it to where it is today, in one commit. */
final class AccountMigration {
    /** Whoever may see an account may not see these (S1), and after so long they link no phone. */
    private static final Set<String> SECRETS = Set.of("qr", "qrCode", "qrCodeDataUrl", "pairingCode");

    private final Firestore firestore;
    private final Layout layout;
    private final Commits commits;

    AccountMigration(Firestore firestore, Layout layout, Commits commits) {
        this.firestore = firestore;
        this.layout = layout;
        this.commits = commits;
    }

    /**
     * Moves the account. Returns whether it was there already.
     *
     * @throws UnmovableException if it cannot be, and nothing of it was
     */
    boolean move(DocumentSnapshot former) {
        Subcollections.requireOnly(former.getReference(), Set.of());
        var id = id(former);
        var draft = new Draft(Draft.Store.of(firestore));
        var target = layout.account(id);
        var present = draft.get(target);
        draft.put(target, Merge.missing(fields(id, Snapshots.fields(former)), present));
        requireUnderstood(draft.get(target).orElseThrow());

        var batch = firestore.batch();
        draft.writeTo(batch);
        batch.delete(former.getReference(), Precondition.updatedAt(Objects.requireNonNull(former.getUpdateTime())));
        commits.apply(batch);
        return present.isPresent();
    }

    private static AccountId id(DocumentSnapshot former) {
        try {
            return new AccountId(former.getId());
        } catch (IllegalArgumentException e) {
            throw new UnmovableException("its id is none: " + e.getMessage());
        }
    }

    private static Map<String, Object> fields(AccountId id, Map<String, Object> former) {
        var fields = new HashMap<>(former);
        fields.keySet().removeAll(SECRETS);
        fields.put("accountId", id.value());
        return fields;
    }

    /** A connector would leave out an account whose number it cannot read. */
    private static void requireUnderstood(Map<String, Object> account) {
        var phone = account.get("phone");
        try {
            if (phone != null) {
                PhoneNumber.parse((String) phone);
            }
        } catch (IllegalArgumentException | ClassCastException e) {
            throw new UnmovableException(
                    "its phone must be a number with its country code, such as +40712345678; correct it first");
        }
    }
}
