package dev.connectors.whatsapp.connector.bridge;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the bridge which events are dealt with, as many at once as have gathered meanwhile. */
final class Acknowledger {
    private static final Logger log = LoggerFactory.getLogger(Acknowledger.class);
    private static final Duration RETRY_AFTER = Duration.ofMillis(500);

    private final BridgeClient client;
    private final BlockingQueue<Long> sequences = new LinkedBlockingQueue<>();
    private final Thread thread = Thread.ofVirtual().name("bridge-acknowledger").unstarted(this::run);

    Acknowledger(BridgeClient client) {
        this.client = client;
    }

    void start() {
        thread.start();
    }

    void stop() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void add(long sequence) {
        sequences.add(sequence);
    }

    private void run() {
        var batch = new ArrayList<Long>();
        try {
            while (true) {
                if (batch.isEmpty()) {
                    batch.add(sequences.take());
                }
                sequences.drainTo(batch);
                try {
                    client.acknowledge(batch);
                    batch.clear();
                } catch (BridgeException e) {
                    log.atDebug().setCause(e).log("events could not be acknowledged and are tried again");
                    Thread.sleep(RETRY_AFTER);
                }
            }
        } catch (InterruptedException stopped) {
            acknowledgeTheLast(batch);
            Thread.currentThread().interrupt();
        }
    }

    /** What is dealt with need not come again at the next start, and nothing of an account waits that is to be moved. */
    private void acknowledgeTheLast(List<Long> batch) {
        sequences.drainTo(batch);
        try {
            if (!batch.isEmpty()) {
                client.acknowledge(batch);
            }
        } catch (BridgeException e) {
            log.atDebug().setCause(e).log("the last events could not be acknowledged and come again");
        }
    }
}
