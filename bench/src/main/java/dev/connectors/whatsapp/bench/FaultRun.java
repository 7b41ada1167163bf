package dev.connectors.whatsapp.bench;

import dev.connectors.whatsapp.local.firestore.FirestoreDocuments;
import dev.connectors.whatsapp.local.tcp.TcpProxy;
import dev.connectors.whatsapp.local.whatsapp.PhoneState;
import dev.connectors.whatsapp.local.whatsapp.ReadMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Messages in both directions while things break around and in the product, and a look at what became of each when it is
 * quiet again. {@link FaultPlan} says what happens.
 */
final class FaultRun implements AutoCloseable {
    private static final Duration LOOK_EVERY = Duration.ofMillis(500);

    /** After the last change. An entry that failed again and again is tried after 5 minutes at the latest. */
    private static final Duration QUIET_FOR_GOOD = Duration.ofMinutes(6);

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
     * @param triedAgain outgoing messages that a fault struck on their way
     * @param repeatedStanzas how many stanzas bore a message that an earlier one had borne
     * @param deliveries how far the outgoing messages have come, by their documents
     * @param endsByItself how often the connector ended without having been killed
     * @param orphans bridges that outlived their connector
     */
    record Outcome(
            Findings outgoing,
            Findings incoming,
            Map<String, Integer> struck,
            Map<Integer, Integer> repeatedRequests,
            int triedAgain,
            int repeatedStanzas,
            Map<String, Integer> deliveries,
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
        var conversations = accounts.stream()
                .flatMap(account -> IntStream.range(0, size.contacts())
                        .mapToObj(contact -> new Conversation(account, Numbers.contact(contact))))
                .toList();
        return new FaultRun(world, layout, line, connector, accounts, conversations);
    }

    /** Does what the plan says, waits until the queues are dry, and looks at everything. */
    Outcome run(FaultPlan plan) throws IOException, InterruptedException {
        var start = System.nanoTime();
        var faults = new Faults(
                connector, line, world.whatsapp(), accounts, world.folder().log("faults"));
        world.whatsapp().clearCounters();
        try (var traffic = new TwoWayTraffic(connector, world.whatsapp(), layout)) {
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
            awaitQuiet();
            return look(faults.struck(), traffic.repeated(), Duration.ofNanos(System.nanoTime() - start));
        }
    }

    private FirestoreDocuments documents() {
        return world.documents();
    }

    /**
     * How far it all has come.
     *
     * @param sent entries that are
     * @param messages of both directions that are documented
     * @param queued stanzas that WhatsApp holds for the accounts
     * @param stanzas that accounts have sent
     */
    private record Progress(long sent, long messages, int queued, int stanzas) {}

    /** Returns when everything has come as far as it should, or nothing moves any more. */
    private void awaitQuiet() throws InterruptedException {
        var accepted =
                conversations.stream().mapToInt(it -> it.accepted().size()).sum();
        var written = conversations.stream().mapToInt(it -> it.written().size()).sum();
        var last = progress();
        var lastChange = System.nanoTime();
        while (System.nanoTime() - lastChange < QUIET_FOR_GOOD.toNanos()) {
            Thread.sleep(LOOK_EVERY);
            var now = progress();
            if (!now.equals(last)) {
                last = now;
                lastChange = System.nanoTime();
            } else if (now.sent == accepted && now.messages == accepted + written && now.queued == 0) {
                return;
            }
        }
    }

    private Progress progress() {
        var queued = accounts.stream()
                .flatMap(account -> world.whatsapp().phone(account.phone()).state().devices().stream())
                .mapToInt(PhoneState.Device::queued)
                .sum();
        return new Progress(
                documents().whereEqual(layout.outbox(), "status", "sent").size(),
                documents().countGroup(layout.messages()),
                queued,
                world.whatsapp().counters().total().stanzas());
    }

    private Outcome look(Map<String, Integer> struck, Map<Integer, Integer> repeated, Duration time) {
        var audit =
                new Audit(layout, documents().list(layout.outbox()), documents().listGroup(layout.messages()));
        var read = new LinkedHashMap<Conversation, List<ReadMessage>>();
        conversations.forEach(conversation -> read.put(
                conversation,
                world.whatsapp()
                        .contact(conversation.contact())
                        .messagesFrom(conversation.account().phone())));
        var seen = world.whatsapp().counters().total();
        return new Outcome(
                audit.outgoing(read),
                audit.incoming(conversations),
                struck,
                repeated,
                audit.triedAgain(),
                seen.stanzas() - seen.ids(),
                audit.deliveries(),
                connector.endsByItself(),
                connector.orphans().size(),
                time);
    }

    @Override
    public void close() {
        line.mend();
        line.thaw();
        connector.close();
        line.close();
    }
}
