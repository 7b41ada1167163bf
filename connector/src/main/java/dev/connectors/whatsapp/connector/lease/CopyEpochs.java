package dev.connectors.whatsapp.connector.lease;

import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.firestore.Layout;
import dev.connectors.whatsapp.connector.firestore.WriteConflictException;
import dev.connectors.whatsapp.connector.lease.OwnerStore.Owner;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * Moves accounts' epochs on behalf of copies of their sessions. A copy has the epoch at which it was taken, and is good as long
 * as that is the account's: whoever holds the account raises it, and so does the one import that the copy is good for.
 */
public final class CopyEpochs {
    /** Below the epoch of every lease, so that nobody holds what is held under it. */
    private static final long NO_LEASE = 0;

    private static final String IMPORT = "import";
    private static final Duration ATTEMPT = Duration.ofSeconds(10);

    private final LeaseStore leases;
    private final OwnerStore owners;

    CopyEpochs(LeaseStore leases, OwnerStore owners) {
        this.leases = leases;
        this.owners = owners;
    }

    public static CopyEpochs of(Layout layout, Clock clock) {
        return new CopyEpochs(new FirestoreLeaseStore(layout, ATTEMPT, clock), new FirestoreOwnerStore(layout));
    }

    /** What became of it. Nothing was written unless it is {@link At}. */
    public sealed interface Answer {
        /** The account's epoch is this one, and nobody holds it. */
        record At(long epoch) implements Answer {}

        /** That connector may hold the account now. */
        record Held(String worker) implements Answer {}

        /** Somebody has held the account, or imported a copy, since the copy was taken. */
        record MovedOn(long epoch) implements Answer {}

        /** Somebody else wrote at the same moment. */
        record Busy() implements Answer {}

        /** The account has no document. */
        record NoDocument() implements Answer {}
    }

    /** Begins an epoch for a copy, in which nobody holds the account. */
    public Answer begin(AccountId account) {
        var found = owners.read(account);
        if (found.isEmpty()) {
            return new Answer.NoDocument();
        }
        var holder = holder(found.get());
        return holder.<Answer>map(Answer.Held::new)
                .orElseGet(() -> moved(
                        account, found.get(), Optional.empty(), found.get().epoch() + 1));
    }

    /** Whether a copy of that epoch may be imported to the volume; writes nothing. */
    public Answer look(AccountId account, long epoch, String volume) {
        var found = owners.read(account);
        return found.isEmpty() ? new Answer.NoDocument() : judged(found.get(), epoch, volume);
    }

    /**
     * Ends the epoch of a copy in favour of a volume: no other import can succeed from here on. The one that did can be
     * repeated on its volume, until somebody holds the account.
     */
    public Answer end(AccountId account, long epoch, String volume) {
        var found = owners.read(account);
        if (found.isEmpty()) {
            return new Answer.NoDocument();
        }
        var judged = judged(found.get(), epoch, volume);
        return judged.equals(new Answer.At(epoch))
                ? moved(account, found.get(), Optional.of(imported(volume)), epoch + 1)
                : judged;
    }

    private Answer judged(OwnerStore.Stored stored, long epoch, String volume) {
        if (stored.epoch() == epoch && stored.owner().isEmpty()) {
            return new Answer.At(epoch);
        }
        if (stored.epoch() == epoch + 1 && stored.owner().equals(Optional.of(imported(volume)))) {
            return new Answer.At(stored.epoch());
        }
        return holder(stored).<Answer>map(Answer.Held::new).orElseGet(() -> new Answer.MovedOn(stored.epoch()));
    }

    private static Owner imported(String volume) {
        return new Owner(volume, NO_LEASE, IMPORT);
    }

    private Answer moved(AccountId account, OwnerStore.Stored stored, Optional<Owner> owner, long epoch) {
        try {
            owners.replace(account, owner, epoch, stored.version());
            return new Answer.At(epoch);
        } catch (WriteConflictException somebodyWrote) {
            return new Answer.Busy();
        }
    }

    /** The name of the connector that may be holding the account. */
    private Optional<String> holder(OwnerStore.Stored stored) {
        return stored.owner()
                .filter(owner -> leases.read(owner.volume())
                        .filter(LeaseStore.Stored::isLive)
                        .filter(lease -> owner.isUnder(lease.lease()))
                        .isPresent())
                .map(Owner::worker);
    }
}
