package dev.connectors.whatsapp.bench;

import dev.connectors.whatsapp.local.tcp.TcpProxy;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Messages in both directions while things break around and in the product, and a look at what became of each when it is
 * quiet again. {@link FaultPlan} says what happens.
 */
final class FaultRun implements AutoCloseable {
    private final World world;
    private final ClientLayout layout;
    private final TcpProxy line;
    private final RestartedConnector connector;
    private final List<Account> accounts;
    private final List<Conversation> conversations;

    private FaultRun(
            World world,
            ClientLayout layout,
            TcpProxy line,
            RestartedConnector connector,
            List<Account> accounts,
            List<Conversation> conversations) {
        this.world = world;
        this.layout = layout;
        this.line = line;
        this.connector = connector;
        this.accounts = accounts;
        this.conversations = conversations;
    }

    /**
     * What came of it.
     *
     * @param struck how often something was broken, by kind
     * @param repeatedRequests by the status that they were answered with; 0 is no answer
     * @param endsByItself how often the connector ended without having been killed
     * @param orphans bridges that outlived their connector
     */
    record Outcome(
            Aftermath.Messages messages,
            Map<String, Integer> struck,
            Map<Integer, Integer> repeatedRequests,
            int endsByItself,
            int orphans,
            Duration time) {}

    /** Starts a connector with so many accounts, each linked to its phone. */
    static FaultRun prepare(World world, ClientLayout layout, FaultPlan.Size size) {
        var line = new TcpProxy(world.outside().firestore().hostAndPort());
        var settings = new HashMap<>(SendBenchmark.UNLIMITED);
        settings.put("FIRESTORE_LAYOUT", layout.word());
        settings.put("FIRESTORE_EMULATOR_HOST", line.hostAndPort());
        var connector = RestartedConnector.start(world, settings);
        var accounts = connector.current().link(Numbers.accounts(size.accounts()));
        var conversations = Conversation.all(accounts, size.contacts());
        return new FaultRun(world, layout, line, connector, accounts, conversations);
    }

    /** Does what the plan says, waits until the queues are dry, and looks at everything. */
    Outcome run(FaultPlan plan) throws IOException, InterruptedException {
        var start = System.nanoTime();
        var faults = new Faults(
                connector, line, world.whatsapp(), accounts, world.folder().log("faults"));
        world.whatsapp().clearCounters();
        try (var traffic = new TwoWayTraffic(connector::current, world.whatsapp(), layout)) {
            for (var round : plan.rounds()) {
                round.outgoing().forEach(place -> traffic.send(conversations.get(place)));
                round.incoming().forEach(place -> traffic.write(conversations.get(place)));
                Thread.sleep(round.before());
                faults.strike(round.fault());
                if (round.settled()) {
                    traffic.settle();
                }
            }
            traffic.settle();
            faults.awaitHealed();
            var aftermath = new Aftermath(world, layout, accounts, conversations);
            aftermath.awaitQuiet();
            return new Outcome(
                    aftermath.look(),
                    faults.struck(),
                    traffic.repeated(),
                    connector.endsByItself(),
                    connector.orphans().size(),
                    Duration.ofNanos(System.nanoTime() - start));
        }
    }

    @Override
    public void close() {
        line.mend();
        line.thaw();
        connector.close();
        line.close();
    }
}
