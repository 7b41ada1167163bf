package dev.connectors.whatsapp.connector.outbox;

import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.Precondition;
import com.google.cloud.firestore.WriteBatch;
import dev.connectors.whatsapp.connector.account.AccountRegistry;
import dev.connectors.whatsapp.connector.account.AccountRepository;
import dev.connectors.whatsapp.connector.account.UnknownAccountException;
import dev.connectors.whatsapp.connector.chat.Delivery;
import dev.connectors.whatsapp.connector.chat.Direction;
import dev.connectors.whatsapp.connector.chat.MessageKey;
import dev.connectors.whatsapp.connector.chat.RequestId;
import dev.connectors.whatsapp.connector.firestore.Calls;
import dev.connectors.whatsapp.connector.firestore.Layout;
import dev.connectors.whatsapp.connector.firestore.MessageFields;
import dev.connectors.whatsapp.connector.firestore.ThreadFields;
import dev.connectors.whatsapp.connector.firestore.Timestamps;
import dev.connectors.whatsapp.connector.firestore.WriteConflictException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.stereotype.Service;

/** Accepts messages: when {@link #enqueue} returns, the message is in Firestore with everything that sending it takes. */
@Service
public final class Outbox {
    /** A hundred first senders on one thread took 5 s. */
    private static final Duration GIVE_UP_AFTER = Duration.ofSeconds(10);

    private static final int LONGEST_PAUSE_MS = 60;

    private final Firestore firestore;
    private final Layout layout;
    private final KnownThreads threads;
    private final AccountRepository accounts;
    private final AccountRegistry here;
    private final OutboxFeed feed;
    private final QueueLimit limit;
    private final ImmediateClaims immediate;
    private final Clock clock;
    private final Turns turns = new Turns();

    Outbox(
            Firestore firestore,
            Layout layout,
            KnownThreads threads,
            AccountRepository accounts,
            AccountRegistry here,
            OutboxFeed feed,
            QueueLimit limit,
            ImmediateClaims immediate,
            Clock clock) {
        this.firestore = firestore;
        this.layout = layout;
        this.threads = threads;
        this.accounts = accounts;
        this.here = here;
        this.feed = feed;
        this.limit = limit;
        this.immediate = immediate;
        this.clock = clock;
    }

    /**
     * What became of a request.
     *
     * @param id of the request, the same at each repetition
     * @param duplicate whether it had been accepted before; nothing was written then
     */
    public record Accepted(RequestId id, boolean duplicate) {}

    /**
     * Writes thread, message and outbox entry in one commit that supposes the thread to be as it was read.
     *
     * @throws UnknownAccountException if there is no such account
     * @throws ThreadRefusedException if the sender may not send in this thread
     * @throws QueueFullException if the message would wait longer than a minute for its account's pace
     * @throws ThreadBusyException if other writers of the thread came first each time
     */
    public Accepted enqueue(SendRequest asked) {
        // Of the names in it: what is learnt about them later must not make the repetition another request.
        var id = asked.id();
        var deadline = clock.instant().plus(GIVE_UP_AFTER);
        return turns.take(asked.thread(), GIVE_UP_AFTER, waited -> enqueue(id, asked, deadline, waited))
                .orElseThrow(ThreadBusyException::new);
    }

    /** @param mayBeThere whether it is worth a look if it was accepted a moment ago */
    private Accepted enqueue(RequestId id, SendRequest asked, Instant deadline, boolean mayBeThere) {
        var entered = false;
        var remembered = threads.remembered(asked.thread())
                .filter(thread ->
                        ThreadPolicy.refusal(thread.state(), asked.senderUid()).isEmpty());
        do {
            var asItIs = remembered.isEmpty();
            var thread = remembered.orElseGet(() -> threads.ask(asked.thread()));
            remembered = Optional.empty();
            var request = asked.in(thread.thread());
            check(request, thread.state());
            if (!entered && ((mayBeThere && wasAccepted(id, request)) || !isLetIn(id, request))) {
                return new Accepted(id, true);
            }
            entered = true;
            try {
                var entry = commit(id, request, thread.state());
                threads.left(asked.thread(), thread, thread.state().accepted(request.senderUid(), entry));
                return new Accepted(id, false);
            } catch (WriteConflictException conflict) {
                if (wasAccepted(id, request)) {
                    return new Accepted(id, true);
                }
                if (asItIs) {
                    pause();
                }
            }
        } while (clock.instant().isBefore(deadline));
        throw new ThreadBusyException();
    }

    /** @return false for a request that was accepted before and needs no more room in the queue, which is full */
    private boolean isLetIn(RequestId id, SendRequest request) {
        try {
            limit.enter(request.thread().account());
            return true;
        } catch (QueueFullException full) {
            if (wasAccepted(id, request)) {
                return false;
            }
            throw full;
        }
    }

    private void check(SendRequest request, ThreadState thread) {
        // A thread that exists is proof of its account, as is its being listed here, and saves the read.
        var account = request.thread().account();
        if (!thread.exists() && here.find(account).isEmpty() && !accounts.exists(account)) {
            throw new UnknownAccountException(account.value());
        }
        ThreadPolicy.refusal(thread, request.senderUid()).ifPresent(refusal -> {
            throw new ThreadRefusedException(refusal);
        });
    }

    /** Where nothing comes before the message, the commit claims it too, and it goes out. */
    private OutboxEntry commit(RequestId id, SendRequest request, ThreadState thread) {
        var claim = immediate.reserve(id, request.thread(), thread.sequence() + 1);
        try {
            var entry = commit(id, request, thread, claim.map(ImmediateClaims.Reservation::terms));
            if (claim.isPresent()) {
                immediate.applied(new Claim(entry, entry.version()));
            } else if (here.canSend(request.thread().account())) {
                feed.offer(entry);
            }
            return entry;
        } catch (RuntimeException e) {
            claim.ifPresent(immediate::findOut);
            throw e;
        }
    }

    private OutboxEntry commit(RequestId id, SendRequest request, ThreadState thread, Optional<ClaimTerms> claim) {
        var now = clock.instant();
        var acceptedAt = after(thread.lastAcceptedAt(), now);
        var sequence = thread.sequence() + 1;
        var message = layout.message(request.thread(), MessageKey.outbound(id.waMessageId()));

        var batch = firestore.batch();
        writeThread(batch, request, thread, sequence, acceptedAt);
        batch.create(message, message(id, request, sequence, acceptedAt));
        var fields = EntryDocument.created(layout.data(), id, request, sequence, message, acceptedAt, now);
        claim.ifPresent(terms -> fields.putAll(EntryDocument.claimed(0, terms, now)));
        batch.create(layout.outboxEntry(id), fields);
        var version = Calls.await(batch.commit()).getLast().getUpdateTime();

        return new OutboxEntry(
                id,
                request.thread(),
                sequence,
                request.body(),
                id.waMessageId(),
                claim.isPresent() ? 1 : 0,
                acceptedAt,
                Optional.empty(),
                version,
                version);
    }

    /**
     * The order of a thread must not depend on the clocks of the pods that accept: its times only rise. One microsecond
     * is Firestore's resolution.
     */
    private static Instant after(Instant last, Instant now) {
        return now.isAfter(last) ? now : last.plus(1, ChronoUnit.MICROS);
    }

    private void writeThread(
            WriteBatch batch, SendRequest request, ThreadState thread, long sequence, Instant acceptedAt) {
        var reference = layout.thread(request.thread());
        var now = clock.instant();
        var fields = ThreadFields.lastMessage(layout.data(), request.body(), Direction.OUTBOUND, acceptedAt, now);
        fields.put(ThreadState.SEQUENCE, sequence);
        fields.put(ThreadState.LAST_ACCEPTED_AT, Timestamps.of(acceptedAt));
        if (thread.owner().isEmpty()) {
            fields.put(ThreadState.OWNER, request.senderUid());
        }
        if (thread.version().isPresent()) {
            batch.update(
                    reference, fields, Precondition.updatedAt(thread.version().get()));
        } else {
            fields.putAll(ThreadFields.created(request.thread(), now));
            batch.create(reference, fields);
        }
    }

    private Map<String, Object> message(RequestId id, SendRequest request, long sequence, Instant acceptedAt) {
        var fields = MessageFields.created(
                layout.data(),
                request.thread(),
                Direction.OUTBOUND,
                id.waMessageId().value(),
                acceptedAt,
                clock.instant());
        fields.put("type", "text");
        fields.put("body", request.body());
        fields.put("senderUid", request.senderUid());
        fields.put("requestId", id.value());
        fields.put("sequence", sequence);
        fields.put(layout.data().deliveryField(), Delivery.QUEUED.field());
        return fields;
    }

    /** The message is asked for, too: it stays when its entry, long sent, has expired. */
    private boolean wasAccepted(RequestId id, SendRequest request) {
        var message = layout.message(request.thread(), MessageKey.outbound(id.waMessageId()));
        return Calls.await(firestore.getAll(layout.outboxEntry(id), message)).stream()
                .anyMatch(DocumentSnapshot::exists);
    }

    private static void pause() {
        try {
            Thread.sleep(ThreadLocalRandom.current().nextInt(LONGEST_PAUSE_MS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ThreadBusyException();
        }
    }
}
