package dev.connectors.whatsapp.connector.lease;

import dev.connectors.whatsapp.connector.bridge.BridgeEvent;
import dev.connectors.whatsapp.connector.bridge.BridgeException;
import dev.connectors.whatsapp.connector.bridge.BridgeLease;
import dev.connectors.whatsapp.connector.bridge.BridgeListener;
import dev.connectors.whatsapp.connector.bridge.BridgeProcess;
import dev.connectors.whatsapp.connector.bridge.BridgeSession;
import dev.connectors.whatsapp.connector.firestore.FirestoreUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;
import org.springframework.core.annotation.Order;

/**
 * Gets this connector's lease and renews it, and tells the bridge until when it may hold connections. The bridge's volume
 * names the lease, so nothing begins before the bridge was reached once.
 */
@Order(0)
public final class LeaseKeeper implements BridgeListener {
    private static final Logger log = LoggerFactory.getLogger(LeaseKeeper.class);
    private static final String NOT_RENEWED = "the lease cannot be renewed for now";
    private static final Duration AFTER_FAILURE = Duration.ofMillis(250);
    /** Another connector may give its lease up at any time; a look costs one read. */
    private static final Duration LOOK_AT_LEAST_EVERY = Duration.ofSeconds(5);
    /** The bridge closes its sockets within 4 s. */
    private static final Duration END_WITHIN = Duration.ofSeconds(5);

    private final PodLease lease;
    private final BridgeLease bridge;
    private final Optional<BridgeProcess> process;
    private final List<LeaseListener> listeners;
    private final Runnable answered;
    private final Thread thread = Thread.ofVirtual().name("lease").unstarted(this::run);
    private final Semaphore bridgeReached = new Semaphore(0);
    /** One thread, so that the bridge hears of renewals in their order; apart, so that a frozen bridge delays none. */
    private final ExecutorService toBridge = Executors.newSingleThreadExecutor(
            Thread.ofVirtual().name("lease-bridge").factory());

    private volatile boolean stopping;
    private volatile @Nullable String volume;
    /** Until the first lease is had, the bridge's hold on the volume proves that whoever served it before is gone. */
    private boolean isFirst = true;

    /**
     * @param process the bridge, where this connector runs it; somebody else looks after it where not
     * @param answered run after each renewal: Firestore has answered
     */
    LeaseKeeper(
            PodLease lease,
            BridgeLease bridge,
            Optional<BridgeProcess> process,
            List<LeaseListener> listeners,
            Runnable answered) {
        this.lease = lease;
        this.bridge = bridge;
        this.process = process;
        this.listeners = List.copyOf(listeners);
        this.answered = answered;
    }

    public void start() {
        thread.start();
    }

    /** Has the bridge close every connection, and lets others have what was held. */
    public void stop() {
        stopping = true;
        thread.interrupt();
        try {
            thread.join();
            toBridge.execute(this::endAtBridge);
            toBridge.shutdown();
            if (!toBridge.awaitTermination(END_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
                log.atWarn()
                        .log("the bridge does not say that its connections are closed; the lease runs out by itself");
                return;
            }
            lease.release();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (FirestoreUnavailableException e) {
            log.atWarn()
                    .addKeyValue("problem", e.getMessage())
                    .log("the lease could not be released and runs out by itself");
        }
    }

    @Override
    public void bridgeReady(List<BridgeSession> sessions) {
        volume = bridge.attach();
        bridgeReached.release();
        if (!stopping) {
            // One that has just started may hold nothing yet, and those who hear of it next will have it connect.
            extendAtBridge();
        }
    }

    @Override
    public void on(BridgeEvent event) {}

    private void run() {
        try {
            bridgeReached.acquire();
            while (!stopping) {
                Thread.sleep(step());
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** @return how long to wait before the next one */
    private Duration step() {
        try {
            return lease.lease().isPresent() ? renew() : acquire();
        } catch (FirestoreUnavailableException e) {
            notRenewed(e).log(NOT_RENEWED);
            return AFTER_FAILURE;
        } catch (RuntimeException e) {
            // One that nobody thought of, such as a document that somebody has garbled: without this thread every
            // account
            // would be closed for good.
            notRenewed(e).setCause(e).log(NOT_RENEWED);
            return AFTER_FAILURE;
        }
    }

    private LoggingEventBuilder notRenewed(RuntimeException e) {
        return log.atWarn()
                .addKeyValue("problem", e.getMessage())
                .addKeyValue("heldForMs", lease.left().map(Duration::toMillis).orElse(0L));
    }

    private Duration acquire() {
        var wait = lease.acquire(Objects.requireNonNull(volume), isFirst);
        if (wait.isPresent()) {
            log.atInfo().addKeyValue("waitMs", wait.get().toMillis()).log("another process has this volume's lease");
            return shorter(wait.get(), LOOK_AT_LEAST_EVERY);
        }
        isFirst = false;
        log.atInfo().addKeyValue("volume", volume).log("the lease is held");
        toBridge.execute(this::announce);
        return lease.terms().renewEvery();
    }

    private Duration renew() {
        var deadline = lease.deadline();
        if (!lease.renew()) {
            log.atError().log("another connector has taken this one's lease; every connection is closed");
            toBridge.execute(this::endAtBridge);
            listeners.forEach(LeaseListener::leaseLost);
            return Duration.ZERO;
        }
        answered.run();
        // Also while Firestore was asked: whoever looked then has to hear that it is held again.
        var lapsed = deadline.filter(lease::isPast).isPresent();
        if (lapsed) {
            log.atWarn().log("the lease was over for some time and nobody took it");
        }
        toBridge.execute(lapsed ? this::announce : this::extendAtBridge);
        return lease.terms().renewEvery();
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** The bridge hears of it first: it refuses to connect anything before. */
    private void announce() {
        extendAtBridge();
        listeners.forEach(LeaseListener::leaseHeld);
    }

    /** A renewal that the bridge misses comes again with the next, in time for what it was told before. */
    private void extendAtBridge() {
        try {
            lease.deadline().ifPresent(bridge::extend);
        } catch (BridgeException e) {
            log.atWarn()
                    .addKeyValue("problem", e.description())
                    .log("the bridge does not hear that the lease is renewed");
            if (e.reason() == BridgeException.Reason.UNCERTAIN && bridge.isOver()) {
                // It takes calls and answers none: its sockets may be open still, and only the kernel can close them.
                process.ifPresent(BridgeProcess::kill);
            }
        }
    }

    private void endAtBridge() {
        try {
            bridge.end();
        } catch (BridgeException e) {
            log.atWarn()
                    .addKeyValue("problem", e.description())
                    .log("the bridge does not hear that the lease is over, and knows when it is");
        }
    }
}
