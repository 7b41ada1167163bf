package dev.connectors.whatsapp.connector.web;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.connectors.whatsapp.connector.account.AccountRepository;
import dev.connectors.whatsapp.connector.outbox.Queues;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** All accounts, for those who watch them. Firestore is asked only while somebody does, however many they are. */
@Component
final class Fleet {
    /** People read no faster, and a fleet that starts changes many times a second. */
    static final Duration AT_MOST_EVERY = Duration.ofSeconds(1);
    /** A look at the queues costs reads, and numbers that are some seconds old serve people. */
    private static final Duration COUNT_EVERY = Duration.ofSeconds(5);
    /** However often it is asked for, one look is taken no more often than this. */
    private static final Duration GOOD_FOR = Duration.ofSeconds(2);

    private final AccountRepository accounts;
    private final Queues queues;
    private final Duration countEvery;
    private final LoadingCache<String, List<FleetAccount>> once;

    private int watchers;
    private @Nullable FleetLook look;
    private @Nullable List<FleetAccount> latest;
    private boolean stopped;

    @Autowired
    Fleet(AccountRepository accounts, Queues queues) {
        this(accounts, queues, COUNT_EVERY);
    }

    Fleet(AccountRepository accounts, Queues queues, Duration countEvery) {
        this.accounts = accounts;
        this.queues = queues;
        this.countEvery = countEvery;
        this.once = Caffeine.newBuilder().expireAfterWrite(GOOD_FOR).build(key -> FleetLook.once(accounts, queues));
    }

    /** All accounts, ordered by id. */
    List<FleetAccount> now() {
        return once.get("");
    }

    /** Begins to watch. */
    synchronized Watch watch() {
        watchers++;
        if (look == null && !stopped) {
            look = new FleetLook(accounts, queues, countEvery, this::changed);
        }
        return new Watch();
    }

    /** @param by which may be closed already */
    private synchronized void changed(FleetLook by, List<FleetAccount> now) {
        if (by == look && !now.equals(latest)) {
            latest = now;
            notifyAll();
        }
    }

    private void left() {
        Optional<FleetLook> last = Optional.empty();
        synchronized (this) {
            watchers--;
            if (watchers == 0) {
                last = takeLook();
            }
        }
        last.ifPresent(FleetLook::close);
    }

    /** The server waits for its requests before it stops, and a watch has no end of its own. */
    @EventListener(ContextClosedEvent.class)
    void stop() {
        Optional<FleetLook> last;
        synchronized (this) {
            stopped = true;
            last = takeLook();
            notifyAll();
        }
        last.ifPresent(FleetLook::close);
    }

    /** To be closed when the lock is free: closing waits for a thread that may want it. */
    private Optional<FleetLook> takeLook() {
        var last = Optional.ofNullable(look);
        look = null;
        latest = null;
        return last;
    }

    /** One person's watch. For one thread. */
    final class Watch implements AutoCloseable {
        private @Nullable List<FleetAccount> seen;
        private long notBefore = System.nanoTime();

        /** Whether there will be nothing more to see. */
        boolean isOver() {
            synchronized (Fleet.this) {
                return stopped;
            }
        }

        /** The accounts, as soon as they are others than those that were seen last; empty where they are not in that time. */
        Optional<List<FleetAccount>> next(Duration atMost) throws InterruptedException {
            synchronized (Fleet.this) {
                var deadline = System.nanoTime() + atMost.toNanos();
                while (!stopped) {
                    var now = System.nanoTime();
                    var isNew = latest != null && !latest.equals(seen);
                    if (isNew && now >= notBefore) {
                        seen = latest;
                        notBefore = now + AT_MOST_EVERY.toNanos();
                        return Optional.ofNullable(latest);
                    }
                    if (now >= deadline) {
                        return Optional.empty();
                    }
                    var until = isNew ? Math.min(deadline, notBefore) : deadline;
                    TimeUnit.NANOSECONDS.timedWait(Fleet.this, until - now);
                }
                return Optional.empty();
            }
        }

        @Override
        public void close() {
            left();
        }
    }
}
