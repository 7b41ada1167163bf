package dev.connectors.whatsapp.bench;

import dev.connectors.whatsapp.local.poll.Look;
import dev.connectors.whatsapp.local.poll.Poll;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Messages a second through the product, from HTTP request to WhatsApp's acknowledgement, beside bare Baileys. */
final class SendBenchmark implements Benchmark {
    /** How the connector is told that no limit of its own is to be measured. */
    static final Map<String, String> UNLIMITED =
            Map.of("RATE_LIMIT_ACCOUNT_PER_MIN", "100000", "RATE_LIMIT_USER_PER_MIN", "100000");

    private static final Option CONTACTS = new Option("--contacts", 10, "contacts that each account writes to");
    private static final Option OUTSTANDING =
            new Option("--outstanding", 10, "messages of an account between request and WhatsApp, at the most");
    private static final Option BARE = new Option("--bare", 1, "0 leaves bare Baileys out");
    private static final double TARGET = 200;
    private static final Duration DRAIN = Duration.ofMinutes(2);

    @Override
    public String summary() {
        return "messages a second through the product, beside bare Baileys";
    }

    @Override
    public List<Option> options() {
        return List.of(Option.SECONDS, Option.WARM_UP, Option.ACCOUNTS, CONTACTS, OUTSTANDING, BARE);
    }

    @Override
    public Report run(World world, Choices choices) throws Exception {
        var report = new Report()
                .explain(
                        "%d accounts on one connector with one bridge; each writes to %d contacts, one message after the other"
                                .formatted(choices.of(Option.ACCOUNTS), choices.of(CONTACTS)))
                .explain("in each chat. Counted are outbox entries whose status became \"sent\", which WhatsApp's")
                .explain(
                        "acknowledgement makes it, in %d s after %d s of the same load. Bare Baileys: the same accounts"
                                .formatted(choices.of(Option.SECONDS), choices.of(Option.WARM_UP)))
                .explain("and chats, keys in memory, no HTTP, no Firestore, its own acknowledgements counted.");
        var product = product(world, choices, report);
        report.table(product.cpuTable("Product"))
                .value("messagesPerSecond", product.perSecond())
                .value("cpuMsPerMessage", product.cpuPerMessage());
        if (choices.of(BARE) > 0) {
            compare(product, bare(world, choices), report);
        }
        return report.target(
                "%s messages/s through the product, at least %s"
                        .formatted(Table.figure(product.perSecond(), 0), Table.figure(TARGET, 0)),
                product.perSecond() >= TARGET);
    }

    private static Throughput product(World world, Choices choices, Report report) throws Exception {
        var connector = world.startConnector("connector", UNLIMITED);
        var accounts = connector.link(Numbers.accounts(choices.of(Option.ACCOUNTS)));
        world.whatsapp().clearCounters();
        var load = SendLoad.start(
                connector,
                world.whatsapp(),
                accounts,
                choices.of(CONTACTS),
                choices.of(OUTSTANDING),
                Duration.ofSeconds(choices.of(Option.WARM_UP)).dividedBy(2));
        Thread.sleep(Duration.ofSeconds(choices.of(Option.WARM_UP)));
        load.check();
        var throughput = Measurement.of(
                world,
                Duration.ofSeconds(choices.of(Option.SECONDS)),
                (from, to) -> world.documents().countBetween("whatsapp_outbox", "sentAt", from, to));
        load.stop();
        load.check();
        var accepted = load.accepted();
        awaitSent(world, accepted);
        var seen = world.whatsapp().counters().total();
        report.value("accepted", accepted)
                .value("repeatedRequests", load.repeated())
                .target(
                        "%d requests accepted (%d repeated), as many sent, each in one stanza (%d)"
                                .formatted(accepted, load.repeated(), seen.stanzas()),
                        seen.ids() == accepted && seen.stanzas() == accepted);
        world.stop(connector);
        return throughput;
    }

    private static void awaitSent(World world, long accepted) {
        Poll.until(accepted + " entries that are sent", DRAIN, () -> {
            var sent = world.documents().countBetween("whatsapp_outbox", "sentAt", Instant.EPOCH, Instant.now());
            return sent == accepted ? Look.done(sent) : Look.notYet(sent + " are");
        });
    }

    private static Throughput bare(World world, Choices choices) throws Exception {
        return BareBaileys.send(
                world,
                choices.of(Option.ACCOUNTS),
                choices.of(CONTACTS),
                Duration.ofSeconds(choices.of(Option.WARM_UP)),
                Duration.ofSeconds(choices.of(Option.SECONDS)));
    }

    private static void compare(Throughput product, Throughput bare, Report report) {
        report.table(bare.cpuTable("Bare Baileys"))
                .table(new Table(
                        "Beside each other",
                        List.of("", "messages/s", "CPU ms/message"),
                        List.of(
                                row("product", product.perSecond(), product.cpuPerMessage()),
                                row("bare Baileys", bare.perSecond(), bare.cpuPerMessage()),
                                row(
                                        "ratio",
                                        product.perSecond() / bare.perSecond(),
                                        product.cpuPerMessage() / bare.cpuPerMessage()))))
                .value("bareMessagesPerSecond", bare.perSecond())
                .value("bareCpuMsPerMessage", bare.cpuPerMessage());
    }

    private static List<String> row(String name, double perSecond, double cpu) {
        return List.of(name, Table.figure(perSecond, perSecond < 10 ? 2 : 0), Table.figure(cpu, 2));
    }
}
