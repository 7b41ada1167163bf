package dev.connectors.whatsapp.connector.bridge;

import dev.connectors.whatsapp.connector.bridge.BridgeEvent.FrequentEvent;
import dev.connectors.whatsapp.connector.chat.AccountId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One account's events, dealt with one after the other on a thread of their own. */
final class AccountEvents {
    private static final Logger log = LoggerFactory.getLogger(AccountEvents.class);
    /** What one account may have waiting here; beyond it the stream is not read on and the bridge keeps the rest. */
    private static final int CAPACITY = 1_000;

    private static final Duration FIRST_RETRY = Duration.ofMillis(200);
    private static final Duration LAST_RETRY = Duration.ofSeconds(10);

    private final AccountId account;
    private final List<BridgeListener> listeners;
    private final BlockingQueue<Item> queue = new ArrayBlockingQueue<>(CAPACITY);
    private final Thread thread;

    private record Item(BridgeEvent event, Runnable done) {}

    AccountEvents(AccountId account, List<BridgeListener> listeners) {
        this.account = account;
        this.listeners = listeners;
        this.thread = Thread.ofVirtual().name("events-" + account).start(this::run);
    }

    /** @param done called when every listener has dealt with the event */
    void add(BridgeEvent event, Runnable done) {
        try {
            queue.put(new Item(event, done));
        } catch (InterruptedException e) {
            // Not acknowledged, so it comes again with the next subscription.
            Thread.currentThread().interrupt();
        }
    }

    void stop() {
        thread.interrupt();
    }

    private void run() {
        try {
            while (true) {
                var items = next();
                for (var listener : listeners) {
                    deliver(listener, items);
                }
                items.forEach(item -> item.done().run());
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** The next event; where it is one that comes often, those that wait behind it as well. */
    private List<Item> next() throws InterruptedException {
        var items = new ArrayList<Item>();
        items.add(queue.take());
        while (items.getLast().event() instanceof FrequentEvent
                && items.size() < BatchingListener.MAX_BATCH
                && queue.peek() instanceof Item(FrequentEvent event, Runnable done)) {
            items.add(new Item(event, done));
            queue.remove();
        }
        return items;
    }

    private void deliver(BridgeListener listener, List<Item> items) throws InterruptedException {
        var frequent = items.stream()
                .map(Item::event)
                .filter(FrequentEvent.class::isInstance)
                .map(FrequentEvent.class::cast)
                .toList();
        if (listener instanceof BatchingListener batching && !frequent.isEmpty()) {
            untilItSucceeds(items, () -> batching.onAll(frequent));
        } else {
            for (var item : items) {
                untilItSucceeds(List.of(item), () -> listener.on(item.event()));
            }
        }
    }

    /** An event that is let go is a message lost. */
    private void untilItSucceeds(List<Item> items, Runnable work) throws InterruptedException {
        var delay = FIRST_RETRY;
        while (true) {
            try {
                work.run();
                return;
            } catch (RuntimeException e) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                log.atWarn()
                        .setCause(e)
                        .addKeyValue("accountId", account)
                        .addKeyValue(
                                "event", items.getFirst().event().getClass().getSimpleName())
                        .addKeyValue("events", items.size())
                        .addKeyValue("retryInMs", delay.toMillis())
                        .log("an event could not be dealt with and is tried again");
                Thread.sleep(delay);
                delay = delay.multipliedBy(2).compareTo(LAST_RETRY) > 0 ? LAST_RETRY : delay.multipliedBy(2);
            }
        }
    }
}
