package dev.connectors.whatsapp.connector.lease;

import com.google.cloud.Timestamp;
import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.firestore.WriteConflictException;
import dev.connectors.whatsapp.connector.lease.OwnerStore.Owner;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which accounts this connector holds. An account is held by naming the connector's lease in the account's document; it is
 * taken from another connector only after that one's lease was taken away, which its next renewal notices and its clock has
 * noticed before.
 */
public final class Ownership implements Holdings {
    private static final Logger log = LoggerFactory.getLogger(Ownership.class);
    /** Others write an account's document seldom: more often than this in a row is an error. */
    private static final int MAX_CONFLICTS = 20;

    private final PodLease lease;
    private final LeaseStore leases;
    private final OwnerStore owners;
    private final Map<AccountId, Held> held = new ConcurrentHashMap<>();

    /** @param version of the account's document as this connector saw or wrote it last */
    private record Held(long leaseEpoch, long epoch, Timestamp version) {
        Held at(Timestamp now) {
            return new Held(leaseEpoch, epoch, now);
        }
    }

    Ownership(PodLease lease, LeaseStore leases, OwnerStore owners) {
        this.lease = lease;
        this.leases = leases;
        this.owners = owners;
    }

    /** What became of taking an account. */
    public sealed interface Answer {
        /**
         * It is this connector's.
         *
         * @param epoch above that of every holder before
         * @param restrictedUntil what the holder before knew: until then it may begin no conversations. Empty where this
         *     connector had it already
         */
        record Taken(long epoch, Optional<Instant> restrictedUntil) implements Answer {}

        /**
         * Another connector may be holding it.
         *
         * @param worker its name
         * @param lookAgainAfter when it can be free at the earliest if that connector is gone
         */
        record HeldElsewhere(String worker, Duration lookAgainAfter) implements Answer {}

        /** Somebody else wrote at the same moment: worth another look at once. */
        record Busy() implements Answer {}

        /** The account has no document. */
        record NoDocument() implements Answer {}

        /** This connector has no lease. */
        record NoLease() implements Answer {}
    }

    @Override
    public OptionalLong epoch(AccountId account) {
        var mine = held.get(account);
        return mine != null && lease.isHeld() && lease.epoch().equals(OptionalLong.of(mine.leaseEpoch))
                ? OptionalLong.of(mine.epoch)
                : OptionalLong.empty();
    }

    /**
     * Takes the account if nobody holds it; costs nothing where this connector does already.
     *
     * @throws dev.connectors.whatsapp.connector.firestore.FirestoreUnavailableException if nobody knows
     */
    public Answer take(AccountId account) {
        var mine = epoch(account);
        if (mine.isPresent()) {
            return new Answer.Taken(mine.getAsLong(), Optional.empty());
        }
        var current = lease.lease();
        if (current.isEmpty() || !lease.isHeld()) {
            return new Answer.NoLease();
        }
        var found = owners.read(account);
        if (found.isEmpty()) {
            return new Answer.NoDocument();
        }
        try {
            return take(account, current.get(), found.get());
        } catch (WriteConflictException somebodyWrote) {
            return new Answer.Busy();
        }
    }

    /**
     * As {@link #take}, but looks into the account's document also where this connector holds it for all it knows: something
     * has happened that speaks against it.
     *
     * @throws dev.connectors.whatsapp.connector.firestore.FirestoreUnavailableException if nobody knows
     */
    public Answer confirm(AccountId account) {
        var mine = held.get(account);
        if (mine != null) {
            present(account, mine)
                    .ifPresentOrElse(now -> held.replace(account, mine, now), () -> held.remove(account, mine));
        }
        return take(account);
    }

    private Answer take(AccountId account, Lease current, OwnerStore.Stored found) {
        var owner = found.owner();
        if (owner.filter(one -> one.isUnder(current)).isPresent()) {
            // An earlier try was applied although it failed.
            return took(account, new Held(current.epoch(), found.epoch(), found.version()), found);
        }
        if (owner.isPresent() && !owner.get().volume().equals(current.volume())) {
            var elsewhere = awaitOrFence(owner.get());
            if (elsewhere.isPresent()) {
                return elsewhere.get();
            }
        }
        var epoch = found.epoch() + 1;
        var named = Optional.of(new Owner(current.volume(), current.epoch(), current.worker()));
        var version = owners.replace(account, named, epoch, found.version());
        return took(account, new Held(current.epoch(), epoch, version), found);
    }

    private Answer took(AccountId account, Held now, OwnerStore.Stored found) {
        held.put(account, now);
        // The lease may have ended on the way.
        return holds(account) ? new Answer.Taken(now.epoch, found.restrictedUntil()) : new Answer.NoLease();
    }

    /** Takes the owner's lease away if its time is over. @return why the account cannot be taken */
    private Optional<Answer> awaitOrFence(Owner owner) {
        var theirs = leases.read(owner.volume()).filter(stored -> owner.isUnder(stored.lease()));
        if (theirs.isEmpty() || theirs.get().lease().holder().isEmpty()) {
            return Optional.empty();
        }
        var stored = theirs.get();
        if (stored.isLive()) {
            return Optional.of(new Answer.HeldElsewhere(owner.worker(), stored.left()));
        }
        leases.replace(stored.lease().freed(), stored.version());
        log.atWarn()
                .addKeyValue("worker", owner.worker())
                .addKeyValue("silentForMs", stored.age().toMillis())
                .log("the lease of a connector that renews it no longer is taken away");
        return Optional.empty();
    }

    /** Lets others have the account at once. Its connection must be closed. */
    public void release(AccountId account) {
        // Before the document says so: from then on it may be another's.
        var mine = held.remove(account);
        while (mine != null) {
            try {
                owners.replace(account, Optional.empty(), mine.epoch, mine.version);
                return;
            } catch (WriteConflictException changed) {
                mine = present(account, mine).orElse(null);
            }
        }
    }

    /**
     * Writes an account's document as its holder: conditioned on the version that this connector knows, and only as long as
     * the document names it.
     *
     * @param write gets the version to demand, and returns the one it made
     * @return false when this connector does not hold the account, and nothing was written
     */
    public boolean write(AccountId account, UnaryOperator<Timestamp> write) {
        for (var conflicts = 0; conflicts < MAX_CONFLICTS; conflicts++) {
            var mine = held.get(account);
            if (mine == null || !holds(account)) {
                return false;
            }
            try {
                held.replace(account, mine, mine.at(write.apply(mine.version)));
                return true;
            } catch (WriteConflictException changed) {
                var present = present(account, mine);
                if (present.isEmpty()) {
                    held.remove(account, mine);
                    return false;
                }
                held.replace(account, mine, present.get());
            }
        }
        throw new IllegalStateException("the document of account " + account + " changes with every look at it");
    }

    /** Somebody has written the document: perhaps its name, perhaps its holder. Empty when it is no longer held. */
    private Optional<Held> present(AccountId account, Held mine) {
        return owners.read(account)
                .filter(stored -> stored.epoch() == mine.epoch && stored.owner().isPresent())
                .map(stored -> mine.at(stored.version()));
    }
}
