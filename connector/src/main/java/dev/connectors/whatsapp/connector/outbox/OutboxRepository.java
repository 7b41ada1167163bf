package dev.connectors.whatsapp.connector.outbox;

import com.google.cloud.Timestamp;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.ListenerRegistration;
import com.google.cloud.firestore.Precondition;
import com.google.cloud.firestore.Query;
import com.google.cloud.firestore.QuerySnapshot;
import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.chat.Delivery;
import dev.connectors.whatsapp.connector.chat.MessageKey;
import dev.connectors.whatsapp.connector.chat.RequestId;
import dev.connectors.whatsapp.connector.chat.ThreadId;
import dev.connectors.whatsapp.connector.chat.WaMessageId;
import dev.connectors.whatsapp.connector.firestore.Calls;
import dev.connectors.whatsapp.connector.firestore.FirestoreUnavailableException;
import dev.connectors.whatsapp.connector.firestore.Layout;
import dev.connectors.whatsapp.connector.firestore.MessageFields;
import dev.connectors.whatsapp.connector.firestore.WriteConflictException;
import dev.connectors.whatsapp.connector.lease.Holdings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.stream.Gatherers;
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
    /** Entries a query; claiming fifty in one batch was as fast for each as it gets. */
    static final int PAGE = 100;
    /** What a listener looks at: the newest, since what is new is all that it is for. */
    private static final int NEWEST = 30;
    /** Of one thread at once. */
    private static final int THREAD_PAGE = 20;
    /** More than workers of one account can hold at once. */
    private static final int MAX_PROCESSING = 1_000;

    private final Firestore firestore;
    private final Layout layout;
    private final OutboxQueries queries;
    private final Endings endings;
    private final String workerId;
    private final Holdings holdings;
    private final Duration keepSent;
    private final Clock clock;

    /** @param keepSent how long entries stay after they are sent */
    OutboxRepository(
            Firestore firestore, Layout layout, String workerId, Holdings holdings, Duration keepSent, Clock clock) {
        this.firestore = firestore;
        this.layout = layout;
        this.queries = new OutboxQueries(layout);
        this.endings = new Endings(firestore, layout);
        this.workerId = workerId;
        this.holdings = holdings;
        this.keepSent = keepSent;
        this.clock = clock;
    }

    /** What is queued for these accounts, to be read page by page in the order in which it was accepted. */
    OutboxPages pages(Collection<AccountId> accounts) {
        return new OutboxPages(
                inGroups(accounts)
                        .map(group -> queries.earliestQueued(group).limit(PAGE))
                        .toList(),
                this::read);
    }

    /**
     * What a listener sees.
     *
     * @param isAll whether nothing else is queued
     */
    record Newest(List<OutboxEntry> entries, boolean isAll) {}

    /** The newest queued entries as they are now. */
    Newest newest(Collection<AccountId> accounts) {
        var all = newestQueries(accounts)
                .map(query -> newest(Calls.await(query.get())))
                .toList();
        return new Newest(
                all.stream().flatMap(newest -> newest.entries().stream()).toList(),
                all.stream().allMatch(Newest::isAll));
    }

    /** Hands over the newest queued entries whenever they change; at first at once. Ends with a failure at any time. */
    List<ListenerRegistration> listen(
            Collection<AccountId> accounts, Executor executor, Consumer<Newest> onChange, Runnable onFailure) {
        return newestQueries(accounts)
                .map(query -> query.addSnapshotListener(executor, (snapshot, error) -> {
                    if (error != null) {
                        log.atWarn().setCause(error).log("the outbox can no longer be listened to");
                        onFailure.run();
                    } else if (snapshot != null) {
                        onChange.accept(newest(snapshot));
                    }
                }))
                .toList();
    }

    private Stream<Query> newestQueries(Collection<AccountId> accounts) {
        return inGroups(accounts).map(group -> queries.newestQueued(group).limit(NEWEST));
    }

    private Newest newest(QuerySnapshot snapshot) {
        return new Newest(snapshot.getDocuments().stream().flatMap(this::read).toList(), snapshot.size() < NEWEST);
    }

    /** As many as one query can ask for. */
    private static Stream<List<AccountId>> inGroups(Collection<AccountId> accounts) {
        return accounts.stream().sorted().gather(Gatherers.windowFixed(OutboxQueries.MAX_ACCOUNTS));
    }

    private Stream<OutboxEntry> read(DocumentSnapshot document) {
        try {
            return Stream.of(EntryDocument.read(layout.data(), document));
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
        var claimId = UUID.randomUUID().toString();
        var batch = firestore.batch();
        for (var entry : entries) {
            batch.update(
                    layout.outboxEntry(entry.id()),
                    EntryDocument.claimed(entry.attempts(), terms(entry.thread().account(), claimId, now), now),
                    Precondition.updatedAt(entry.version()));
        }
        try {
            var results = Calls.await(batch.commit());
            var claims = new ArrayList<Claim>();
            for (var i = 0; i < entries.size(); i++) {
                claims.add(new Claim(entries.get(i).claimed(), results.get(i).getUpdateTime()));
            }
            return claims;
        } catch (FirestoreUnavailableException e) {
            return claimsUnder(claimId, entries);
        }
    }

    /** For an entry of this account that is claimed by the commit that makes it. */
    ClaimTerms terms(AccountId account) {
        return terms(account, UUID.randomUUID().toString(), clock.instant());
    }

    private ClaimTerms terms(AccountId account, String claimId, Instant now) {
        return new ClaimTerms(workerId, epoch(account), claimId, now.plus(LEASE));
    }

    /** 0 where the account was lost just now: then whoever holds it next puts the entry back at once. */
    private long epoch(AccountId account) {
        return holdings.epoch(account).orElse(0);
    }

    /** The commit may have been applied although it failed: else the entries would wait for a lease that nobody holds. */
    private List<Claim> claimsUnder(String claimId, List<OutboxEntry> entries) {
        return entries.stream()
                .flatMap(entry -> claimedUnder(claimId, entry.id()).stream())
                .toList();
    }

    /** The entry, if this claim is on it. */
    Optional<Claim> claimedUnder(String claimId, RequestId id) {
        return Stream.of(Calls.await(layout.outboxEntry(id).get()))
                .filter(document -> claimId.equals(document.get(EntryDocument.CLAIM_ID)))
                .flatMap(this::read)
                .map(entry -> new Claim(entry, entry.version()))
                .findFirst();
    }

    /** Extends the lease. @throws WriteConflictException if the claim is lost */
    Claim renew(Claim claim) {
        var now = clock.instant();
        return claim.at(update(claim, EntryDocument.renewed(now.plus(LEASE), now)));
    }

    /** WhatsApp's server has the message. @throws WriteConflictException if the claim is lost */
    void sent(Claim claim) {
        var now = clock.instant();
        endings.write(
                claim,
                EntryDocument.sent(now, now.plus(keepSent)),
                Delivery.SENT,
                MessageFields.delivery(layout.data(), Delivery.SENT, now));
    }

    /** As {@link #sent}, all of them in one commit. @throws WriteConflictException if any claim is lost; nothing is written then */
    void sentTogether(List<Claim> claims) {
        var now = clock.instant();
        endings.writeTogether(
                claims,
                EntryDocument.sent(now, now.plus(keepSent)),
                MessageFields.delivery(layout.data(), Delivery.SENT, now));
    }

    /** It will not be tried again. @throws WriteConflictException if the claim is lost */
    void failed(Claim claim, String error) {
        var now = clock.instant();
        var message = new HashMap<>(MessageFields.delivery(layout.data(), Delivery.FAILED, now));
        message.put("error", error);
        endings.write(claim, EntryDocument.failed(error, now), Delivery.FAILED, message);
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
        return Calls.await(queries.under(account, id).limit(1).get()).getDocuments().stream()
                .filter(document -> !EntryDocument.is(OutboxStatus.SENT, document))
                .flatMap(this::read)
                .map(entry -> new Claim(entry, entry.version()))
                .findFirst();
    }

    /** What the thread still has to send, earliest first. What cannot be understood holds nothing up that follows it. */
    ThreadHead head(ThreadId thread) {
        var now = clock.instant();
        var unsent =
                Calls.await(queries.unsent(thread).limit(THREAD_PAGE).get()).getDocuments();
        var documents = unsent.stream()
                .filter(document -> isHeld(document, now) || isUnderstood(document))
                .toList();
        var waiting = documents.stream()
                .takeWhile(document -> EntryDocument.is(OutboxStatus.QUEUED, document))
                .toList();
        var heldUntil = documents.stream()
                .findFirst()
                .filter(document -> !EntryDocument.is(OutboxStatus.QUEUED, document))
                .map(EntryDocument::leaseUntil);
        return new ThreadHead(
                waiting.stream().flatMap(this::read).toList(),
                heldUntil,
                unsent.size() == THREAD_PAGE || waiting.size() < documents.size());
    }

    private boolean isUnderstood(DocumentSnapshot document) {
        return read(document).findAny().isPresent();
    }

    /** Whether a worker has claimed it and its lease runs. */
    private static boolean isHeld(DocumentSnapshot document, Instant now) {
        return EntryDocument.is(OutboxStatus.PROCESSING, document)
                && EntryDocument.leaseUntil(document).isAfter(now);
    }

    /** Puts back what workers that are gone had claimed: their leases are over. */
    int recoverExpired(Collection<AccountId> accounts) {
        var now = clock.instant();
        return putBack(inGroups(accounts)
                .map(group -> queries.expired(group, now).limit(PAGE))
                .flatMap(query -> Calls.await(query.get()).getDocuments().stream()));
    }

    /**
     * Puts back what was left {@code processing} for accounts that this worker has just begun to send for: what was claimed
     * under an earlier holder of the account, and what nobody has renewed.
     *
     * @param heldHere whether this worker has the message under way
     */
    int recoverLeftBehind(Collection<AccountId> accounts, BiPredicate<AccountId, WaMessageId> heldHere) {
        var now = clock.instant();
        return putBack(inGroups(accounts)
                .map(group -> queries.of(group, OutboxStatus.PROCESSING).limit(MAX_PROCESSING))
                .flatMap(query -> Calls.await(query.get()).getDocuments().stream())
                .filter(document -> read(document)
                        .anyMatch(entry -> isLeftBehind(document, entry, now)
                                && !heldHere.test(entry.thread().account(), entry.waMessageId()))));
    }

    /** Whether nobody sends it any more: an earlier holder of its account had it, or its lease is over. */
    private boolean isLeftBehind(DocumentSnapshot processing, OutboxEntry entry, Instant now) {
        return EntryDocument.ownerEpoch(processing) < epoch(entry.thread().account()) || !isHeld(processing, now);
    }

    private int putBack(Stream<? extends DocumentSnapshot> documents) {
        var entries = documents.flatMap(this::read).toList();
        for (var entry : entries) {
            try {
                release(
                        new Claim(entry, entry.version()),
                        clock.instant(),
                        entry.attempts(),
                        "the worker that had claimed it is gone");
            } catch (WriteConflictException somebodyElseDid) {
                log.atDebug().addKeyValue("requestId", entry.id()).log("recovered by another worker");
            }
        }
        return entries.size();
    }

    /** Whether WhatsApp counts the thread as a conversation: somebody has written to the account, or got its message. */
    boolean isConversation(ThreadId thread) {
        return isAny(queries.received(thread)) || isAny(queries.taken(thread));
    }

    private static boolean isAny(Query query) {
        return !Calls.await(query.limit(1).get()).isEmpty();
    }

    /** Leaves it queued and untried until then. @throws WriteConflictException if it has changed meanwhile */
    OutboxEntry defer(OutboxEntry entry, Instant until, String why) {
        var version = Calls.await(layout.outboxEntry(entry.id())
                        .update(
                                EntryDocument.deferred(until, why, clock.instant()),
                                Precondition.updatedAt(entry.version())))
                .getUpdateTime();
        return entry.released(until, entry.attempts(), version);
    }

    /** Entries that were deferred, of the account or of one of its threads, may be tried from now on. */
    int resume(AccountId account, Optional<ThreadId> thread) {
        var query = thread.map(queries::deferred).orElseGet(() -> queries.deferred(account));
        var resumed = 0;
        for (var document : Calls.await(query.get()).getDocuments()) {
            try {
                Calls.await(document.getReference()
                        .update(
                                EntryDocument.resumed(clock.instant()),
                                Precondition.updatedAt(Objects.requireNonNull(document.getUpdateTime()))));
                resumed++;
            } catch (WriteConflictException changed) {
                log.atDebug().addKeyValue("requestId", document.getId()).log("claimed or written meanwhile");
            }
        }
        return resumed;
    }

    /** Whether the message's document says that nobody knows yet of its arrival at the server. */
    boolean isUnsettled(ThreadId thread, MessageKey key) {
        var message = Calls.await(layout.message(thread, key).get());
        return Delivery.fromField(message.get(layout.data().deliveryField()))
                .filter(delivery -> delivery.advancesTo(Delivery.SENT))
                .isPresent();
    }
}
