package dev.connectors.whatsapp.connector.web;

import dev.connectors.whatsapp.connector.account.AccountRepository;
import dev.connectors.whatsapp.connector.account.AccountView;
import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.firestore.FirestoreUnavailableException;
import dev.connectors.whatsapp.connector.firestore.QueryFollower;
import dev.connectors.whatsapp.connector.outbox.Queues;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at all accounts, from its start until it is closed: at their documents by a listener, at their queues now and then.
 */
final class FleetLook implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(FleetLook.class);
    private final Queues queues;
    private final Duration countEvery;
    private final BiConsumer<FleetLook, List<FleetAccount>> onChange;
    private final CountDownLatch listed = new CountDownLatch(1);
    private final QueryFollower follower;
    private final Thread counter;
    private List<AccountView> accounts = List.of();
    private Map<AccountId, Queues.Queue> counted = Map.of();

    /**
     * Begins to look.
     *
     * @param countEvery how old the numbers of the queues get
     * @param onChange gets all accounts whenever one has changed; may still do so once after {@link #close}
     */
    FleetLook(
            AccountRepository repository,
            Queues queues,
            Duration countEvery,
            BiConsumer<FleetLook, List<FleetAccount>> onChange) {
        this.queues = queues;
        this.countEvery = countEvery;
        this.onChange = onChange;
        this.counter = Thread.ofVirtual().name("fleet-queues").start(this::count);
        this.follower = repository.follow(this::listed);
    }

    /** What one look shows. */
    static List<FleetAccount> once(AccountRepository repository, Queues queues) {
        var accounts = repository.all();
        return together(accounts, queues.of(ids(accounts)));
    }

    private static List<FleetAccount> together(List<AccountView> accounts, Map<AccountId, Queues.Queue> counted) {
        return accounts.stream()
                .map(account -> FleetAccount.of(account, Optional.ofNullable(counted.get(account.id()))))
                .toList();
    }

    private static List<AccountId> ids(List<AccountView> accounts) {
        return accounts.stream().map(AccountView::id).toList();
    }

    private synchronized void listed(List<AccountView> now) {
        accounts = now;
        listed.countDown();
        tell();
    }

    private synchronized void counted(Map<AccountId, Queues.Queue> now) {
        counted = now;
        tell();
    }

    private void tell() {
        onChange.accept(this, together(accounts, counted));
    }

    private synchronized List<AccountId> ids() {
        return ids(accounts);
    }

    private void count() {
        try {
            listed.await();
            while (true) {
                try {
                    counted(queues.of(ids()));
                } catch (FirestoreUnavailableException e) {
                    if (!Thread.currentThread().isInterrupted()) {
                        log.atWarn()
                                .addKeyValue("problem", e.getMessage())
                                .log("the queues cannot be counted; the last numbers stay");
                    }
                }
                Thread.sleep(countEvery);
            }
        } catch (InterruptedException closed) {
            // Nobody looks any more.
        }
    }

    /** Firestore is not asked any more after it. Not for who holds a lock that {@code onChange} wants. */
    @Override
    public void close() {
        follower.close();
        counter.interrupt();
        try {
            counter.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
