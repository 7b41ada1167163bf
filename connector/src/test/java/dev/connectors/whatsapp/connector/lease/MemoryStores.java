package dev.connectors.whatsapp.connector.lease;

import com.google.cloud.Timestamp;
import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.firestore.WriteConflictException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Leases and owners in memory, with versions and a clock as Firestore has them. */
final class MemoryStores implements LeaseStore, OwnerStore {
    private final Map<String, Written<Lease>> leases = new HashMap<>();
    private final Map<AccountId, Written<OwnerStore.Stored>> owners = new HashMap<>();
    private final Supplier<Duration> clock;
    private long versions;

    private record Written<T>(T value, Timestamp version, Duration at) {}

    /** @param clock the stores' own */
    MemoryStores(Supplier<Duration> clock) {
        this.clock = clock;
    }

    private Timestamp nextVersion() {
        return Timestamp.ofTimeSecondsAndNanos(++versions, 0);
    }

    @Override
    public Optional<LeaseStore.Stored> read(String volume) {
        return Optional.ofNullable(leases.get(volume))
                .map(found -> new LeaseStore.Stored(
                        found.value, found.version, clock.get().minus(found.at)));
    }

    @Override
    public Timestamp create(Lease lease) {
        if (leases.containsKey(lease.volume())) {
            throw conflict();
        }
        return put(lease);
    }

    @Override
    public Timestamp replace(Lease lease, Timestamp version) {
        var found = leases.get(lease.volume());
        if (found == null || !found.version.equals(version)) {
            throw conflict();
        }
        return put(lease);
    }

    private Timestamp put(Lease lease) {
        var version = nextVersion();
        leases.put(lease.volume(), new Written<>(lease, version, clock.get()));
        return version;
    }

    /** The account's document is made, as a person would. */
    void make(AccountId account) {
        put(account, Optional.empty(), 0);
    }

    @Override
    public Optional<OwnerStore.Stored> read(AccountId account) {
        return Optional.ofNullable(owners.get(account)).map(Written::value);
    }

    @Override
    public Timestamp replace(AccountId account, Optional<Owner> owner, long epoch, Timestamp version) {
        var found = owners.get(account);
        if (found == null || !found.version.equals(version)) {
            throw conflict();
        }
        return put(account, owner, epoch);
    }

    private Timestamp put(AccountId account, Optional<Owner> owner, long epoch) {
        var version = nextVersion();
        owners.put(
                account,
                new Written<>(new OwnerStore.Stored(owner, epoch, Optional.empty(), version), version, clock.get()));
        return version;
    }

    private static WriteConflictException conflict() {
        return new WriteConflictException(new IllegalStateException("another version"));
    }
}
