package dev.connectors.whatsapp.connector.outbox;

import com.google.cloud.firestore.Firestore;
import dev.connectors.whatsapp.connector.account.AccountRepository;
import dev.connectors.whatsapp.connector.account.ConnectedAccounts;
import dev.connectors.whatsapp.connector.bridge.BridgeEvent.ConnectionClosed;
import dev.connectors.whatsapp.connector.bridge.BridgeEvent.ConnectionOpened;
import dev.connectors.whatsapp.connector.bridge.BridgeEvent.OfflineDrained;
import dev.connectors.whatsapp.connector.bridge.BridgeEvent.Origin;
import dev.connectors.whatsapp.connector.bridge.BridgeEvent.Party;
import dev.connectors.whatsapp.connector.bridge.BridgeEvent.Receipt;
import dev.connectors.whatsapp.connector.bridge.BridgeEvent.ServerAck;
import dev.connectors.whatsapp.connector.bridge.BridgeEvent.WaMessageKey;
import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.chat.ChatId;
import dev.connectors.whatsapp.connector.chat.Delivery;
import dev.connectors.whatsapp.connector.chat.Direction;
import dev.connectors.whatsapp.connector.firestore.Layout;
import dev.connectors.whatsapp.connector.firestore.Threads;
import dev.connectors.whatsapp.connector.lease.Holdings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** What sending is made of in one process, without its thread and its bridge; a new one remembers nothing. */
final class Worker {
    static final AccountId SALES = new AccountId("sales");
    private static final int ROOM = 200;

    final OutboxRepository repository;
    final InFlight inFlight = new InFlight();
    final OutboxFeed feed;
    final NextMessages nextMessages;
    final Outbox outbox;
    final Completion completion;
    final KnownThreads known;
    final ImmediateClaims immediate;
    /** What was claimed by the commit that accepted it. */
    final List<Claim> dispatched = new CopyOnWriteArrayList<>();

    private final ThreadProgress progress = new ThreadProgress();
    private final Clock clock;

    /** By the system's clock. */
    Worker(Firestore firestore, Layout layout, String id, long epoch) {
        this(firestore, layout, id, epoch, Clock.systemUTC());
    }

    /** @param epoch under which it holds the account, which is connected */
    Worker(Firestore firestore, Layout layout, String id, long epoch, Clock clock) {
        this(firestore, layout, id, epoch, clock, Integer.MAX_VALUE);
    }

    /** @param pace how many messages a minute the account sends */
    Worker(Firestore firestore, Layout layout, String id, long epoch, Clock clock, int pace) {
        this.clock = clock;
        var accounts = ConnectedAccounts.of(epoch, SALES);
        Holdings holdings = account -> OptionalLong.of(epoch);
        var wakeup = new Wakeup();
        var threads = new Threads(layout);
        known = new KnownThreads(threads, holdings);
        repository = new OutboxRepository(firestore, layout, id, holdings, Duration.ofDays(30), clock);
        feed = new OutboxFeed(repository, wakeup);
        var conversations = new Conversations(repository);
        var sendPace = new SendPace(account -> pace);
        nextMessages = new NextMessages(repository, feed, inFlight, progress, sendPace, conversations, accounts);
        immediate = new ImmediateClaims(
                repository, accounts, inFlight, progress, feed, sendPace, new Traffic(), this::dispatch, wakeup, clock);
        var accountDocuments = new AccountRepository(layout, clock);
        var backlogs = new Backlogs(new OutboxQueries(layout), accounts, accountDocuments, pace);
        outbox = new Outbox(
                firestore,
                layout,
                known,
                accountDocuments,
                accounts,
                feed,
                new QueueLimit(backlogs::perMinute, backlogs::look, clock),
                immediate,
                clock);
        completion = new Completion(
                repository,
                accounts,
                accounts::restrict,
                inFlight,
                progress,
                new FailurePolicy(new Random(1)),
                conversations,
                threads,
                feed,
                wakeup,
                clock);
    }

    private void dispatch(Claim claim) {
        inFlight.add(claim);
        dispatched.add(claim);
    }

    List<OutboxEntry> choose() {
        return nextMessages.choose(Set.of(SALES), clock.instant(), ROOM);
    }

    List<Claim> claim(List<OutboxEntry> entries) {
        feed.stopListening();
        feed.claimed(entries);
        var claims = repository.claim(entries);
        claims.forEach(inFlight::add);
        return claims;
    }

    /** Claims all that may go out now. */
    List<Claim> claimNext() {
        return claim(choose());
    }

    /** What a connector does for an account before it claims anything. */
    int recover() {
        return repository.recoverLeftBehind(Set.of(SALES), inFlight::holds);
    }

    /** WhatsApp's server has it, as the bridge reports. */
    void acknowledged(OutboxEntry entry) {
        completion.on(new ServerAck(origin(), entry.waMessageId(), 0));
    }

    /** The contact has it, as the bridge reports. */
    void delivered(OutboxEntry entry, Party contact) {
        completion.on(new Receipt(
                origin(),
                new WaMessageKey(
                        contact,
                        Direction.OUTBOUND,
                        Optional.empty(),
                        entry.waMessageId().value()),
                Optional.empty(),
                Delivery.DELIVERED,
                Instant.EPOCH));
    }

    /** The connection was cut, and the next one has said what was held back. */
    void reconnected() {
        completion.on(new ConnectionClosed(origin(), 428, "connection closed", true, Optional.empty()));
        completion.on(new ConnectionOpened(origin(), new ChatId("40700000001@s.whatsapp.net")));
        completion.on(new OfflineDrained(origin(), 0));
    }

    private static Origin origin() {
        return new Origin(SALES, 1, Instant.EPOCH);
    }

    void sent(Claim claim) {
        repository.sent(claim);
        progress.done(claim.entry().thread(), claim.entry().sequence());
        finished(claim);
    }

    void again(Claim claim, Instant at) {
        feed.offer(repository.release(claim, at, claim.entry().attempts(), "injected"));
        finished(claim);
    }

    private void finished(Claim claim) {
        inFlight.take(claim);
        inFlight.finished(SALES, claim.entry().waMessageId());
    }
}
