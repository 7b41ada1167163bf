package dev.connectors.whatsapp.connector.outbox;

import com.google.cloud.Timestamp;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.ListenerRegistration;
import com.google.cloud.firestore.Precondition;
import com.google.cloud.firestore.Query;
import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.chat.Delivery;
import dev.connectors.whatsapp.connector.chat.MessageKey;
import dev.connectors.whatsapp.connector.chat.WaMessageId;
import dev.connectors.whatsapp.connector.firestore.Calls;
import dev.connectors.whatsapp.connector.firestore.Layout;
import dev.connectors.whatsapp.connector.firestore.MessageFields;
import dev.connectors.whatsapp.connector.firestore.Timestamps;
import dev.connectors.whatsapp.connector.firestore.WriteConflictException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The outbox's documents as the worker reads and writes them. Every write of a claimed entry is conditioned on the
 * version that this worker wrote last, so that a worker which lost its claim can write nothing more.
 */
final class OutboxRepository {
    private static final Logger log = LoggerFactory.getLogger(OutboxRepository.class);
    /** How long a claim is good without being renewed (O4). */
    static final Duration LEASE = Duration.ofSeconds(60);
    /** Firestore's limit for the values of an {@code in}. */
    private static final int IN_LIMIT = 30;
    /** Entries a query; claiming fifty in one batch was as fast for each as it gets. */
    private static final int PAGE = 100;

    private final Firestore firestore;
    private final Layout layout;
    private final String workerId;
    private final Clock clock;

    OutboxRepository(Firestore firestore, Layout layout, String workerId, Clock clock) {
        this.firestore = firestore;
        this.layout = layout;
        this.workerId = workerId;
        this.clock = clock;
    }

    /** The oldest queued entries of these accounts, oldest first within each thread. */
    List<OutboxEntry> queued(Collection<AccountId> accounts) {
        return queries(accounts, OutboxStatus.QUEUED)
                .map(query -> query.orderBy(EntryDocument.CREATED_AT).limit(PAGE))
                .flatMap(query -> Calls.await(query.get()).getDocuments().stream())
                .flatMap(this::read)
                .toList();
    }

    /** Hands over the same as {@link #queued} whenever it changes; at first at once. Ends with a failure at any time. */
    List<ListenerRegistration> listen(
            Collection<AccountId> accounts,
            Executor executor,
            Consumer<List<OutboxEntry>> onChange,
            Runnable onFailure) {
        return queries(accounts, OutboxStatus.QUEUED)
                .map(query -> query.orderBy(EntryDocument.CREATED_AT).limit(PAGE))
                .map(query -> query.addSnapshotListener(executor, (snapshot, error) -> {
                    if (error != null) {
                        log.atWarn().setCause(error).log("the outbox can no longer be listened to");
                        onFailure.run();
                    } else if (snapshot != null) {
                        onChange.accept(snapshot.getDocuments().stream()
                                .flatMap(this::read)
                                .toList());
                    }
                }))
                .toList();
    }

    private Stream<Query> queries(Collection<AccountId> accounts, OutboxStatus status) {
        var ids = accounts.stream().map(AccountId::value).sorted().toList();
        var queries = new ArrayList<Query>();
        for (var from = 0; from < ids.size(); from += IN_LIMIT) {
            queries.add(layout.outbox()
                    .whereIn(EntryDocument.ACCOUNT_ID, ids.subList(from, Math.min(from + IN_LIMIT, ids.size())))
                    .whereEqualTo(EntryDocument.STATUS, status.field()));
        }
        return queries.stream();
    }

    private Stream<OutboxEntry> read(DocumentSnapshot document) {
        try {
            return Stream.of(EntryDocument.read(document));
        } catch (RuntimeException e) {
            log.atError()
                    .addKeyValue("document", document.getReference().getPath())
                    .addKeyValue("problem", e.getMessage())
                    .log("an outbox entry cannot be understood and is passed over");
            return Stream.empty();
        }
    }

    /** Claims these entries in one commit, or one by one when somebody else was faster at any of them. */
    List<Claim> claim(List<OutboxEntry> entries) {
        try {
            return claimTogether(entries);
        } catch (WriteConflictException conflict) {
            return entries.size() == 1
                    ? List.of()
                    : entries.stream()
                            .flatMap(entry -> claim(List.of(entry)).stream())
                            .toList();
        }
    }

    private List<Claim> claimTogether(List<OutboxEntry> entries) {
        var now = clock.instant();
        var batch = firestore.batch();
        for (var entry : entries) {
            var claimId = UUID.randomUUID().toString();
            batch.update(
                    layout.outboxEntry(entry.id()),
                    EntryDocument.claimed(entry, workerId, claimId, now.plus(LEASE), now),
                    Precondition.updatedAt(entry.version()));
        }
        var results = Calls.await(batch.commit());
        var claims = new ArrayList<Claim>();
        for (var i = 0; i < entries.size(); i++) {
            claims.add(new Claim(entries.get(i).claimed(), results.get(i).getUpdateTime()));
        }
        return claims;
    }

    /** Extends the lease. @throws WriteConflictException if the claim is lost */
    Claim renew(Claim claim) {
        var now = clock.instant();
        return claim.at(update(claim, EntryDocument.renewed(now.plus(LEASE), now)));
    }

    /** WhatsApp's server has the message. @throws WriteConflictException if the claim is lost */
    void sent(Claim claim) {
        var now = clock.instant();
        finish(claim, EntryDocument.sent(now), MessageFields.delivery(layout.data(), Delivery.SENT, now));
    }

    /** It will not be tried again. @throws WriteConflictException if the claim is lost */
    void failed(Claim claim, String error) {
        var now = clock.instant();
        var message = new HashMap<>(MessageFields.delivery(layout.data(), Delivery.FAILED, now));
        message.put("error", error);
        finish(claim, EntryDocument.failed(error, now), message);
    }

    private void finish(Claim claim, Map<String, Object> entry, Map<String, Object> message) {
        var reference = layout.message(
                claim.entry().thread(), MessageKey.outbound(claim.entry().waMessageId()));
        var batch = firestore.batch();
        batch.update(layout.outboxEntry(claim.entry().id()), entry, Precondition.updatedAt(claim.version()));
        batch.update(reference, message);
        Calls.await(batch.commit());
    }

    /**
     * Puts the entry back. @throws WriteConflictException if the claim is lost
     *
     * @param attempts what counts as tried so far
     */
    OutboxEntry release(Claim claim, Instant nextAttemptAt, int attempts, String error) {
        var version = update(claim, EntryDocument.released(nextAttemptAt, attempts, error, clock.instant()));
        return claim.entry().released(nextAttemptAt, attempts, version);
    }

    private Timestamp update(Claim claim, Map<String, Object> fields) {
        return Calls.await(
                        layout.outboxEntry(claim.entry().id()).update(fields, Precondition.updatedAt(claim.version())))
                .getUpdateTime();
    }

    /** The entry that went out under this id and is not done, whoever claimed it. */
    Optional<Claim> unfinished(AccountId account, WaMessageId id) {
        return Calls.await(layout.outbox()
                        .whereEqualTo(EntryDocument.ACCOUNT_ID, account.value())
                        .whereEqualTo(EntryDocument.WA_MESSAGE_ID, id.value())
                        .limit(1)
                        .get())
                .getDocuments()
                .stream()
                .filter(document -> !OutboxStatus.SENT.field().equals(document.getString(EntryDocument.STATUS)))
                .flatMap(this::read)
                .map(entry -> new Claim(entry, entry.version()))
                .findFirst();
    }

    /** Puts back what a worker that is gone had claimed. */
    int recoverExpired(Collection<AccountId> accounts) {
        var now = clock.instant();
        var expired = queries(accounts, OutboxStatus.PROCESSING)
                .map(query -> query.whereLessThan(EntryDocument.LEASE_UNTIL, Timestamps.of(now))
                        .limit(PAGE))
                .flatMap(query -> Calls.await(query.get()).getDocuments().stream())
                .flatMap(this::read)
                .toList();
        for (var entry : expired) {
            try {
                release(
                        new Claim(entry, entry.version()),
                        now,
                        entry.attempts(),
                        "the worker that had claimed it is gone");
            } catch (WriteConflictException somebodyElseDid) {
                log.atDebug().addKeyValue("requestId", entry.id()).log("recovered by another worker");
            }
        }
        return expired.size();
    }
}
