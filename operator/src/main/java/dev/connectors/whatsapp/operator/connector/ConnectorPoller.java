package dev.connectors.whatsapp.operator.connector;

import dev.connectors.whatsapp.operator.assignment.ShardId;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the connector of each shard again and again, each on a thread of its own, so that one that hangs delays nobody
 * else; and tells when something has changed that anybody acts on.
 */
public final class ConnectorPoller implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectorPoller.class);

    private final ConnectorClient client;
    private final Duration interval;
    private final Consumer<ShardId> changed;
    private final AtomicLong version = new AtomicLong();
    private final Map<ShardId, Watch> watches = new HashMap<>();

    /**
     * Whom to ask.
     *
     * @param pod name and uid of the shard's pod; empty while it has none, which counts as not answering
     * @param address its IP address; empty while it has none
     */
    public record Target(Optional<PodRef> pod, Optional<String> address, String token) {
        /** Says nothing of the token. */
        @Override
        public String toString() {
            return "Target[" + pod + ", " + address + "]";
        }
    }

    /** One life of a pod. */
    public record PodRef(String name, String uid) {}

    /**
     * Asks nobody yet.
     *
     * @param interval from an answer, or a miss, to the next question
     * @param changed called on the shard's thread
     */
    public ConnectorPoller(ConnectorClient client, Duration interval, Consumer<ShardId> changed) {
        this.client = client;
        this.interval = interval;
        this.changed = changed;
    }

    /** Asks these from now on, and nobody else. What a pod has told is kept as long as the pod is the same. */
    public synchronized void follow(Map<ShardId, Target> targets) {
        watches.entrySet().removeIf(entry -> {
            var gone = !targets.containsKey(entry.getKey());
            if (gone) {
                entry.getValue().stop();
                version.incrementAndGet();
            }
            return gone;
        });
        targets.forEach((shard, target) -> {
            var watch = watches.get(shard);
            if (watch == null || !watch.target.equals(target)) {
                watches.put(shard, replace(shard, Optional.ofNullable(watch), target));
            }
        });
    }

    private Watch replace(ShardId shard, Optional<Watch> before, Target target) {
        before.ifPresent(Watch::stop);
        var samePod = before.filter(watch -> watch.target.pod().equals(target.pod()));
        var heard = samePod.map(watch -> watch.heard)
                .orElseGet(() -> Heard.nothing(target.pod().map(PodRef::name)));
        if (before.isPresent() && samePod.isEmpty()) {
            version.incrementAndGet();
        }
        var watch = new Watch(shard, target, heard);
        watch.thread.start();
        return watch;
    }

    /** What is known of a shard; empty if it is not asked. */
    public synchronized Optional<Heard> heard(ShardId shard) {
        return Optional.ofNullable(watches.get(shard)).map(watch -> watch.heard);
    }

    /** Grows with everything that is worth acting on. */
    public long version() {
        return version.get();
    }

    @Override
    public synchronized void close() {
        watches.values().forEach(Watch::stop);
        watches.clear();
    }

    private final class Watch {
        private final ShardId shard;
        private final Target target;
        private final Thread thread;
        private volatile Heard heard;
        private volatile boolean stopped;

        Watch(ShardId shard, Target target, Heard heard) {
            this.shard = shard;
            this.target = target;
            this.heard = heard;
            this.thread = Thread.ofVirtual().name("poll-" + shard).unstarted(this::run);
        }

        void stop() {
            stopped = true;
            thread.interrupt();
        }

        private void run() {
            try {
                while (!stopped) {
                    take(ask());
                    Thread.sleep(interval);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private Heard ask() throws InterruptedException {
            if (target.address().isEmpty()) {
                return heard.missed();
            }
            try {
                return heard.answered(client.ask(target.address().get(), target.token(), shard.name()));
            } catch (IOException | IllegalArgumentException e) {
                LOG.atDebug()
                        .addKeyValue("shard", shard)
                        .addKeyValue("address", target.address().get())
                        .addKeyValue("cause", e.getMessage())
                        .log("a connector did not answer");
                return heard.missed();
            }
        }

        private void take(Heard next) {
            var before = heard;
            heard = next;
            if (!stopped && next.tellsMoreThan(before)) {
                if (next.isStale() != before.isStale()) {
                    LOG.atLevel(next.isStale() ? org.slf4j.event.Level.WARN : org.slf4j.event.Level.INFO)
                            .addKeyValue("shard", shard)
                            .log(next.isStale() ? "the connector does not answer" : "the connector answers again");
                }
                version.incrementAndGet();
                changed.accept(shard);
            }
        }
    }
}
