package dev.connectors.whatsapp.connector.bridge;

import dev.connectors.whatsapp.bridge.v1.EventsResponse;
import dev.connectors.whatsapp.connector.chat.AccountId;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the bridge's stream of events and hands each account's to the listeners, in order; reads it anew when it
 * breaks. Says whether the bridge can be reached.
 */
public final class BridgeEvents {
    private static final Logger log = LoggerFactory.getLogger(BridgeEvents.class);
    private static final Duration RECONNECT_AFTER = Duration.ofMillis(100);

    private final BridgeClient client;
    private final List<BridgeListener> listeners;
    private final Acknowledger acknowledger;
    private final Map<AccountId, AccountEvents> accounts = new ConcurrentHashMap<>();
    /** What is on its way through the listeners: a stream that was read anew delivers it again. */
    private final Set<Long> underway = ConcurrentHashMap.newKeySet();

    private final Thread reader = Thread.ofVirtual().name("bridge-events").unstarted(this::run);
    private volatile boolean stopping;
    private volatile boolean reachable;

    /**
     * Reads nothing before {@link #start}.
     *
     * @param listeners in the order in which each event passes through them
     */
    public BridgeEvents(BridgeClient client, List<BridgeListener> listeners) {
        this.client = client;
        this.listeners = List.copyOf(listeners);
        this.acknowledger = new Acknowledger(client);
    }

    public void start() {
        acknowledger.start();
        reader.start();
    }

    /** Stops reading. What is being dealt with is finished or comes again at the next start. */
    public void stop() {
        stopping = true;
        reader.interrupt();
        accounts.values().forEach(AccountEvents::stop);
        acknowledger.stop();
        try {
            reader.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public boolean isReachable() {
        return reachable;
    }

    private void run() {
        var lost = true;
        while (!stopping) {
            try {
                client.resetBackoff();
                var sessions = client.sessions();
                log.atInfo().addKeyValue("sessions", sessions.size()).log("the bridge is reached");
                lost = false;
                reachable = true;
                listeners.forEach(listener -> listener.bridgeReady(sessions));
                client.events().forEachRemaining(this::dispatch);
            } catch (StatusRuntimeException | BridgeException e) {
                // The stream ends with the bridge, and the bridge may not have started yet: both are awaited below.
                log.atDebug().setCause(e).log("no stream of events");
            } catch (RuntimeException e) {
                log.atError().setCause(e).log("the stream of events is read anew after an error");
            }
            reachable = false;
            if (!lost && !stopping) {
                log.atWarn().log("the bridge is lost");
                listeners.forEach(BridgeListener::bridgeLost);
                lost = true;
            }
            pause();
        }
    }

    private void pause() {
        try {
            Thread.sleep(RECONNECT_AFTER);
        } catch (InterruptedException e) {
            // Only stop() interrupts, and the loop looks at that.
            stopping = true;
        }
    }

    private void dispatch(EventsResponse response) {
        var sequence = response.getSequence();
        if (!underway.add(sequence)) {
            return;
        }
        var event = Translation.event(response);
        if (event.isEmpty()) {
            log.atWarn().addKeyValue("sequence", sequence).log("an event of a kind unknown to this connector");
            done(sequence);
            return;
        }
        accounts.computeIfAbsent(event.get().origin().account(), id -> new AccountEvents(id, listeners))
                .add(event.get(), () -> done(sequence));
    }

    private void done(long sequence) {
        acknowledger.add(sequence);
        underway.remove(sequence);
    }
}
