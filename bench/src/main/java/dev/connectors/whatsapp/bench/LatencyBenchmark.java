package dev.connectors.whatsapp.bench;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** From a request to WhatsApp's acknowledgement at a gentle pace, also beside an account whose queue cannot move. */
final class LatencyBenchmark implements Benchmark {
    private static final Option RATE = new Option("--rate", 5, "messages a second, of one account");
    private static final Option WARM_UP_RATE = new Option(
            "--warm-up-rate", 40, "messages a second before that: at a gentle pace the compilers take an hour");
    private static final Option UNPAIRED =
            new Option("--beside-unpaired", 0, "entries that wait for a second account, which was never paired");
    private static final Option IDLE =
            new Option("--idle-seconds", 60, "how long reads are counted while nothing happens");
    private static final Duration P50 = Duration.ofMillis(15);
    private static final Duration P99 = Duration.ofMillis(60);
    /** Of a median: what two runs differ by in any case. */
    private static final double UNCHANGED = 1.2;
    /** Between the last message and the counting: what follows from it is over by then. */
    private static final Duration CALM = Duration.ofSeconds(5);

    @Override
    public String summary() {
        return "from request to acknowledgement at five messages a second";
    }

    @Override
    public List<Option> options() {
        return List.of(Option.SECONDS, Option.WARM_UP, WARM_UP_RATE, RATE, UNPAIRED, IDLE);
    }

    @Override
    public Report run(World world, Choices choices) throws Exception {
        var report = new Report()
                .explain(
                        "One account, %d messages/s for %d s after %d s of %d/s; each a request of its own, sent at its"
                                .formatted(
                                        choices.of(RATE),
                                        choices.of(Option.SECONDS),
                                        choices.of(Option.WARM_UP),
                                        choices.of(WARM_UP_RATE)))
                .explain(
                        "time whatever became of those before. From the beginning of the HTTP request until its answer;")
                .explain(
                        "until WhatsApp's server (on loopback) took the message, by its own clock; and until the outbox")
                .explain("entry said \"sent\", by the time of that commit in the emulator. One machine, one clock.");
        var connector = world.startConnector("connector", SendBenchmark.UNLIMITED);
        var account = connector.link(Numbers.accounts(1)).getFirst();
        var sender = new SteadySender(world, connector, account);
        if (choices.of(UNPAIRED) > 0) {
            beside(world, connector, account, sender, choices, report);
        } else {
            var alone = measure(sender, choices);
            report.table(alone.table("Alone"));
            target(report, "alone", alone);
        }
        return report;
    }

    private static SteadySender.Result measure(SteadySender sender, Choices choices) throws InterruptedException {
        sender.run(choices.of(WARM_UP_RATE), Duration.ofSeconds(choices.of(Option.WARM_UP)));
        return sender.run(choices.of(RATE), Duration.ofSeconds(choices.of(Option.SECONDS)));
    }

    /**
     * The same entries are there in both cases, as sent ones first: the emulator, which has no index, takes longer for
     * everything the more documents a collection has.
     */
    private static void beside(
            World world, Connector connector, Account account, SteadySender sender, Choices choices, Report report)
            throws Exception {
        var waiting = new WaitingEntries(
                world, connector.add("Never paired", Numbers.accounts(2).getLast()));
        waiting.enqueue(connector, choices.of(UNPAIRED));
        waiting.become("sent");
        var without = measure(sender, choices);
        waiting.become("queued");
        var beside = measure(sender, choices);
        world.stop(connector);
        var idleBeside = idleReads(world, account, choices);
        waiting.become("sent");
        var idle = idleReads(world, account, choices);

        var perMinute = 60.0 / choices.of(IDLE);
        var ratio = Latencies.millis(beside.sent().percentile(50))
                / Latencies.millis(without.sent().percentile(50));
        report.table(without.table("Beside %d entries of an account that was never paired, as if they were sent"
                        .formatted(choices.of(UNPAIRED))))
                .table(beside.table("Beside the same entries, which wait"))
                .table(new Table(
                        "Firestore reads of an idle minute",
                        List.of("", "reads"),
                        List.of(
                                List.of("beside the sent entries", Table.figure(idle * perMinute, 0)),
                                List.of("beside the waiting entries", Table.figure(idleBeside * perMinute, 0)))))
                .value("idleReadsPerMinute", Map.of("sent", idle * perMinute, "waiting", idleBeside * perMinute))
                .value("p50Ratio", ratio)
                .target(
                        "the median beside waiting entries is %s of that beside sent ones, at most %s"
                                .formatted(Table.figure(ratio, 2), Table.figure(UNCHANGED, 2)),
                        ratio <= UNCHANGED)
                .target(
                        "no more reads in an idle minute beside waiting entries than beside sent ones",
                        idleBeside <= idle);
    }

    /** Counted by a proxy before the emulator, which is not there when latencies are measured. */
    private static long idleReads(World world, Account account, Choices choices) throws Exception {
        try (var firestore = TrafficCounter.start(world.outside().firestore().hostAndPort())) {
            var connector =
                    world.startConnector("connector", Map.of("FIRESTORE_EMULATOR_HOST", firestore.hostAndPort()));
            connector.awaitConnected(List.of(account));
            Thread.sleep(CALM);
            var before = firestore.reads();
            Thread.sleep(Duration.ofSeconds(choices.of(IDLE)));
            var counted = firestore.reads() - before;
            world.stop(connector);
            return counted;
        }
    }

    private static void target(Report report, String name, SteadySender.Result result) {
        var p50 = result.sent().percentile(50);
        var p99 = result.sent().percentile(99);
        report.value(
                        name,
                        Map.of(
                                "messages", result.sent().count(),
                                "p50Ms", Latencies.millis(p50),
                                "p99Ms", Latencies.millis(p99),
                                "acknowledgedP50Ms",
                                        Latencies.millis(result.acknowledged().percentile(50)),
                                "acknowledgedP99Ms",
                                        Latencies.millis(result.acknowledged().percentile(99))))
                .target(
                        "%s: p50 %s ms to status sent, at most 15"
                                .formatted(name, Table.figure(Latencies.millis(p50), 1)),
                        p50.compareTo(P50) <= 0)
                .target(
                        "%s: p99 %s ms to status sent, at most 60"
                                .formatted(name, Table.figure(Latencies.millis(p99), 1)),
                        p99.compareTo(P99) <= 0);
    }
}
