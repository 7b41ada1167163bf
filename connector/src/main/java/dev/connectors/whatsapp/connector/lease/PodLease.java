package dev.connectors.whatsapp.connector.lease;

import com.google.cloud.Timestamp;
import dev.connectors.whatsapp.connector.firestore.WriteConflictException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * This connector's lease, step by step; {@link LeaseKeeper} decides when. Every write is conditioned on the version that was
 * written or read before it, so of two connectors that write at once one learns that it was second.
 */
public final class PodLease {
    private final LeaseStore store;
    private final LeaseTerms terms;
    private final String worker;
    private final Clock clock;
    private final LongSupplier nanoTime;
    /** Tells this process from every other, also from one of the same name. */
    private final String process = UUID.randomUUID().toString();

    private volatile @Nullable Held held;

    /** @param deadline by {@code nanoTime}: from then on others may act on what is held under it */
    private record Held(Lease lease, Timestamp version, long deadline) {}

    /** @param nanoTime a clock of this host that never jumps */
    PodLease(LeaseStore store, LeaseTerms terms, String worker, Clock clock, LongSupplier nanoTime) {
        this.store = store;
        this.terms = terms;
        this.worker = worker;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    LeaseTerms terms() {
        return terms;
    }

    /** Whether this connector may hold accounts at this moment. */
    public boolean isHeld() {
        return left().isPresent();
    }

    /** How long it may still do so without another renewal; empty when it may not. */
    Optional<Duration> left() {
        var now = held;
        var nanos = now == null ? 0 : now.deadline - nanoTime.getAsLong();
        return nanos > 0 ? Optional.of(Duration.ofNanos(nanos)) : Optional.empty();
    }

    /** By {@code nanoTime}; empty when the lease was never had, or is known to be lost. */
    Optional<Long> deadline() {
        return Optional.ofNullable(held).map(Held::deadline);
    }

    boolean isPast(long deadline) {
        return nanoTime.getAsLong() - deadline >= 0;
    }

    /** Of the lease that is held or was not yet seen to be lost. */
    OptionalLong epoch() {
        var now = held;
        return now == null ? OptionalLong.empty() : OptionalLong.of(now.lease.epoch());
    }

    /** The lease that is held or was not yet seen to be lost. */
    Optional<Lease> lease() {
        return Optional.ofNullable(held).map(Held::lease);
    }

    /**
     * Tries once to get the lease of a volume.
     *
     * @param predecessorIsGone whether it is known that no other process holds the volume's connections, whatever the lease
     *     says
     * @return how long to wait before the next try; empty when it is had
     */
    Optional<Duration> acquire(String volume, boolean predecessorIsGone) {
        var found = store.read(volume);
        if (found.isPresent() && found.get().lease().isHeldBy(process)) {
            // An earlier try was applied although it failed.
            held = new Held(found.get().lease(), found.get().version(), nanoTime.getAsLong());
            return renew() ? Optional.empty() : Optional.of(Duration.ZERO);
        }
        if (found.isPresent() && found.get().isLive() && !predecessorIsGone) {
            return Optional.of(found.get().left());
        }
        var askedAt = nanoTime.getAsLong();
        try {
            if (found.isEmpty()) {
                var first = first(volume).takenBy(process, worker, terms);
                held = new Held(
                        first, store.create(first), askedAt + terms.heldFor().toNanos());
            } else {
                var next = found.get().lease().takenBy(process, worker, terms);
                held = new Held(
                        next,
                        store.replace(next, found.get().version()),
                        askedAt + terms.heldFor().toNanos());
            }
            return Optional.empty();
        } catch (WriteConflictException somebodyWasFaster) {
            return Optional.of(Duration.ZERO);
        }
    }

    /** Above every epoch that an earlier document of this lease, since deleted, can have had: they rise one by one. */
    private Lease first(String volume) {
        return new Lease(volume, clock.instant().getEpochSecond(), Optional.empty(), worker, terms.takenAfter());
    }

    /**
     * Renews the lease once.
     *
     * @return false when somebody has taken it: nothing that was held under it is held any longer
     */
    boolean renew() {
        while (true) {
            var before = held;
            if (before == null) {
                return false;
            }
            var askedAt = nanoTime.getAsLong();
            try {
                var version = store.replace(before.lease, before.version);
                held = new Held(before.lease, version, askedAt + terms.heldFor().toNanos());
                return true;
            } catch (WriteConflictException conflict) {
                var found = store.read(before.lease.volume());
                if (found.filter(stored -> stored.lease().equals(before.lease)).isEmpty()) {
                    held = null;
                    return false;
                }
                // An earlier renewal was applied although it failed; when is not known, so it counts for nothing.
                held = new Held(before.lease, found.get().version(), before.deadline);
            }
        }
    }

    /** Lets others have it at once. Nothing may be held under it any more. */
    void release() {
        var before = held;
        held = null;
        if (before != null) {
            try {
                store.replace(before.lease.freed(), before.version);
            } catch (WriteConflictException taken) {
                // Then it is somebody's already.
            }
        }
    }
}
