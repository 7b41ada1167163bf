package dev.connectors.whatsapp.connector.lease;

import com.google.api.core.ApiFuture;
import com.google.cloud.Timestamp;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.FieldValue;
import com.google.cloud.firestore.Precondition;
import com.google.cloud.firestore.WriteResult;
import dev.connectors.whatsapp.connector.firestore.Calls;
import dev.connectors.whatsapp.connector.firestore.Layout;
import dev.connectors.whatsapp.connector.firestore.Timestamps;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Leases as documents of their own. */
final class FirestoreLeaseStore implements LeaseStore, LeaseDirectory {
    /** Long after any lease can matter; Firestore deletes the document some time after. */
    private static final Duration FORGOTTEN_AFTER = Duration.ofDays(7);

    private final Layout layout;
    private final LeaseQueries queries;
    private final Duration attempt;
    private final Clock clock;

    /** @param attempt how long one call may take */
    FirestoreLeaseStore(Layout layout, Duration attempt, Clock clock) {
        this.layout = layout;
        this.queries = new LeaseQueries(layout);
        this.attempt = attempt;
        this.clock = clock;
    }

    @Override
    public Optional<Stored> read(String volume) {
        var document = await(layout.lease(volume).get());
        return document.exists() ? Optional.of(stored(document)) : Optional.empty();
    }

    @Override
    public List<Stored> silent() {
        return await(queries.silentAt(clock.instant()).get()).getDocuments().stream()
                .map(FirestoreLeaseStore::stored)
                .toList();
    }

    @Override
    public void forget(Lease lease, Timestamp version) {
        var forgotten = Map.<String, Object>of(LeaseQueries.SILENT_FROM, FieldValue.delete());
        await(layout.lease(lease.volume()).update(forgotten, Precondition.updatedAt(version)));
    }

    @Override
    public Timestamp create(Lease lease) {
        return await(layout.lease(lease.volume()).create(fields(lease))).getUpdateTime();
    }

    @Override
    public Timestamp replace(Lease lease, Timestamp version) {
        ApiFuture<WriteResult> write =
                layout.lease(lease.volume()).update(fields(lease), Precondition.updatedAt(version));
        return await(write).getUpdateTime();
    }

    private <T> T await(ApiFuture<T> future) {
        return Calls.await(future, attempt);
    }

    private static Stored stored(DocumentSnapshot document) {
        var lease = new Lease(
                document.getId(),
                Objects.requireNonNullElse(document.getLong("epoch"), 0L),
                Optional.ofNullable(document.getString("holder")),
                Objects.requireNonNullElse(document.getString("workerId"), ""),
                Duration.ofMillis(Objects.requireNonNullElse(document.getLong("takenAfterMs"), 0L)));
        var version = Objects.requireNonNull(document.getUpdateTime());
        var readAt = Objects.requireNonNull(document.getReadTime());
        return new Stored(lease, version, Duration.between(Timestamps.instant(version), Timestamps.instant(readAt)));
    }

    private static Duration silentAfter(Lease lease) {
        return Collections.max(List.of(SilentConnectors.SILENT_AFTER, lease.takenAfter()));
    }

    private Map<String, Object> fields(Lease lease) {
        var now = clock.instant();
        var fields = new HashMap<String, Object>();
        fields.put("epoch", lease.epoch());
        fields.put("holder", lease.holder().orElse(null));
        fields.put("workerId", lease.worker());
        fields.put("takenAfterMs", lease.takenAfter().toMillis());
        // By this host's clock and for people only: what is decided goes by the time at which Firestore wrote it.
        fields.put("leaseUntil", lease.holder().isPresent() ? Timestamps.of(now.plus(lease.takenAfter())) : null);
        fields.put("renewedAt", Timestamps.of(now));
        // By this host's clock as well; who finds it looks at the other time before anything is done.
        fields.put(LeaseQueries.SILENT_FROM, Timestamps.of(now.plus(silentAfter(lease))));
        fields.put("expiresAt", Timestamps.of(now.plus(FORGOTTEN_AFTER)));
        return fields;
    }
}
