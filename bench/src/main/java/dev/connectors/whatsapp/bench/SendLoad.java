package dev.connectors.whatsapp.bench;

import dev.connectors.whatsapp.local.http.HttpFailure;
import dev.connectors.whatsapp.local.whatsapp.WhatsAppLoopback;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Callers of every account, who always have the next message ready: in each thread one writes after the other, and an account
 * has so many messages between request and WhatsApp at the most. What WhatsApp has, its own counters tell.
 */
final class SendLoad {
    /** How often WhatsApp is asked; each answer makes room for more. */
    private static final Duration LOOK_EVERY = Duration.ofMillis(25);

    /** The storage did not answer: nobody knows whether the request was accepted. */
    private static final int UNAVAILABLE = 503;

    private static final Duration REPEAT_AFTER = Duration.ofMillis(500);

    private static final String TEXT = "Your parcel has left our warehouse and will be with you tomorrow, ";

    private final Connector connector;
    private final WhatsAppLoopback whatsapp;
    private final Map<Account, Semaphore> room = new LinkedHashMap<>();
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicLong accepted = new AtomicLong();
    private final AtomicLong repeated = new AtomicLong();
    private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
    private volatile boolean stopping;

    private SendLoad(Connector connector, WhatsAppLoopback whatsapp) {
        this.connector = connector;
        this.whatsapp = whatsapp;
    }

    /**
     * Begins at once, one caller after the other.
     *
     * @param rampUp when the last caller has begun
     */
    static SendLoad start(
            Connector connector,
            WhatsAppLoopback whatsapp,
            List<Account> accounts,
            int contacts,
            int outstanding,
            Duration rampUp) {
        var load = new SendLoad(connector, whatsapp);
        accounts.forEach(account -> load.room.put(account, new Semaphore(outstanding)));
        load.run("room", load::makeRoom);
        var callers = accounts.size() * contacts;
        for (var i = 0; i < callers; i++) {
            var account = accounts.get(i % accounts.size());
            var contact = Numbers.contact(i / accounts.size());
            var delay = rampUp.multipliedBy(i).dividedBy(callers);
            load.run("caller", () -> {
                Thread.sleep(delay);
                load.write(account, contact);
            });
        }
        return load;
    }

    private interface Work {
        void run() throws InterruptedException;
    }

    private void run(String name, Work work) {
        threads.add(Thread.ofVirtual().name(name).start(() -> {
            try {
                work.run();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                if (!stopping) {
                    failure.compareAndSet(null, e);
                }
            }
        }));
    }

    private void write(Account account, String contact) throws InterruptedException {
        var mine = Objects.requireNonNull(room.get(account));
        for (var i = 0; !stopping; i++) {
            mine.acquire();
            if (!stopping) {
                untilAccepted(account, contact, i);
                accepted.incrementAndGet();
            }
        }
    }

    /** What a caller does that is told to: repeats the request under the same id, which can be accepted once only. */
    private void untilAccepted(Account account, String contact, int i) throws InterruptedException {
        while (true) {
            try {
                connector.send(account, contact, TEXT + i, contact + "-" + i);
                return;
            } catch (HttpFailure failure) {
                if (failure.status() != UNAVAILABLE) {
                    throw failure;
                }
                repeated.incrementAndGet();
                Thread.sleep(REPEAT_AFTER);
            }
        }
    }

    private void makeRoom() throws InterruptedException {
        var seen = new LinkedHashMap<Account, Integer>();
        var before = whatsapp.counters();
        while (!stopping) {
            var counters = whatsapp.counters();
            room.forEach((account, permits) -> {
                var first = before.of(account.phone()).ids();
                var taken = counters.of(account.phone()).ids() - first;
                permits.release(taken - seen.getOrDefault(account, 0));
                seen.put(account, taken);
            });
            Thread.sleep(LOOK_EVERY);
        }
    }

    /** How many requests the connector has said yes to. */
    long accepted() {
        return accepted.get();
    }

    /** How many times a request had to be repeated. */
    long repeated() {
        return repeated.get();
    }

    /** Throws when a request failed: its figures would mean nothing. */
    void check() {
        var first = failure.get();
        if (first != null) {
            throw new IllegalStateException("A request failed", first);
        }
    }

    /** No more requests; returns when the last one is answered. */
    void stop() throws InterruptedException {
        stopping = true;
        room.values().forEach(permits -> permits.release(threads.size()));
        for (var thread : threads) {
            thread.join();
        }
    }
}
