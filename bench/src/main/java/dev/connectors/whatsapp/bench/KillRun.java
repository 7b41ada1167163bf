package dev.connectors.whatsapp.bench;

import dev.connectors.whatsapp.local.poll.Look;
import dev.connectors.whatsapp.local.poll.Poll;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * kill -9 of the bridge, again and again, while every message in both directions moves a ratchet that it has to write; and a
 * look at sessions and messages when it is quiet again.
 */
final class KillRun implements AutoCloseable {
    private static final String CONNECTOR = "connector";
    private static final ClientLayout LAYOUT = ClientLayout.CANONICAL;
    private static final Duration SOON = Duration.ofMinutes(3);
    /** From the first message that a bridge writes to its end: about as long as it needs for all that waited for it. */
    private static final int LONGEST_LIFE_MS = 800;

    private final World world;
    private final RestartedBridge bridge;
    private final Connector connector;
    private final List<Account> accounts;
    private final List<Conversation> conversations;

    private KillRun(
            World world,
            RestartedBridge bridge,
            Connector connector,
            List<Account> accounts,
            List<Conversation> conversations) {
        this.world = world;
        this.bridge = bridge;
        this.connector = connector;
        this.accounts = accounts;
        this.conversations = conversations;
    }

    /**
     * How much happens.
     *
     * @param messages for each kill, in each direction
     * @param contacts of each account
     */
    record Size(int kills, int messages, int accounts, int contacts) {}

    /**
     * What came of it.
     *
     * @param kills how often the bridge was killed
     * @param underWay how many of the kills found messages that were accepted and not yet written
     * @param statuses how many accounts have which status at the end
     * @param pairings how many devices were linked since the beginning
     * @param devices how many the phones have at the end, together
     */
    record Outcome(
            Aftermath.Messages messages,
            int kills,
            int underWay,
            Map<String, Long> statuses,
            int pairings,
            int devices,
            Duration time) {}

    /** Starts a bridge and its connector with so many accounts, each linked to its phone. */
    static KillRun prepare(World world, Size size) throws IOException {
        var bridge = RestartedBridge.start(world, CONNECTOR);
        var settings = new HashMap<>(SendBenchmark.UNLIMITED);
        settings.putAll(bridge.settings());
        var connector = world.launchConnector(CONNECTOR, settings);
        connector.awaitReady();
        var accounts = connector.link(Numbers.accounts(size.accounts()));
        return new KillRun(world, bridge, connector, accounts, Conversation.all(accounts, size.contacts()));
    }

    /** Kills, waits until the queues are dry, and looks at everything. */
    Outcome run(long seed, Size size) throws InterruptedException {
        var start = System.nanoTime();
        var random = new Random(seed);
        var underWay = 0;
        world.whatsapp().clearCounters();
        try (var traffic = new TwoWayTraffic(() -> connector, world.whatsapp(), LAYOUT)) {
            for (var kill = 0; kill < size.kills(); kill++) {
                var before = stanzas();
                for (var message = 0; message < size.messages(); message++) {
                    traffic.send(conversations.get(random.nextInt(conversations.size())));
                    traffic.write(conversations.get(random.nextInt(conversations.size())));
                }
                Poll.until(
                        "a message of the bridge that was started last",
                        SOON,
                        () -> stanzas() > before ? Look.done(true) : Look.notYet("none after " + before));
                Thread.sleep(random.nextInt(LONGEST_LIFE_MS));
                underWay += isUnderWay() ? 1 : 0;
                bridge.kill();
            }
            traffic.settle();
            var aftermath = new Aftermath(world, LAYOUT, accounts, conversations);
            aftermath.awaitQuiet();
            return new Outcome(
                    aftermath.look(),
                    size.kills(),
                    underWay,
                    connector.statuses(),
                    world.whatsapp().counters().total().pairings(),
                    devices(),
                    Duration.ofNanos(System.nanoTime() - start));
        }
    }

    private int stanzas() {
        return world.whatsapp().counters().total().stanzas();
    }

    private boolean isUnderWay() {
        var accepted =
                conversations.stream().mapToInt(it -> it.accepted().size()).sum();
        return accepted > world.whatsapp().counters().total().ids();
    }

    private int devices() {
        return accounts.stream()
                .mapToInt(account -> world.whatsapp()
                        .phone(account.phone())
                        .state()
                        .devices()
                        .size())
                .sum();
    }

    @Override
    public void close() {
        world.stop(connector);
        bridge.close();
    }
}
