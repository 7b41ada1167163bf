package dev.connectors.whatsapp.connector.lease;

import com.google.cloud.Timestamp;
import dev.connectors.whatsapp.connector.chat.AccountId;
import java.time.Instant;
import java.util.Optional;

/** Where it is kept who holds an account: in the account's own document. */
interface OwnerStore {
    /**
     * Under which lease an account is held.
     *
     * @param volume names the lease
     * @param leaseEpoch of the lease; when the lease has another by now, nobody holds the account
     * @param worker the holder's name, for people
     */
    record Owner(String volume, long leaseEpoch, String worker) {
        /** Whether it is that lease under which the account is held. */
        boolean isUnder(Lease lease) {
            return lease.volume().equals(volume) && lease.epoch() == leaseEpoch;
        }
    }

    /**
     * What an account's document says of it.
     *
     * @param owner empty when nobody holds it
     * @param epoch of the present or last owner; 0 when it had none
     * @param restrictedUntil before then it may begin no conversations, as its last owner noted
     */
    record Stored(Optional<Owner> owner, long epoch, Optional<Instant> restrictedUntil, Timestamp version) {}

    /** Empty when the account has no document. */
    Optional<Stored> read(AccountId account);

    /**
     * Writes over that version of the document.
     *
     * @throws dev.connectors.whatsapp.connector.firestore.WriteConflictException if it is no longer the present one
     */
    Timestamp replace(AccountId account, Optional<Owner> owner, long epoch, Timestamp version);
}
