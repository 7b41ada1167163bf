package dev.connectors.whatsapp.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** From the end of a connector until all its accounts are connected again and the first of them sends. */
final class RestartBenchmark implements Benchmark {
    private static final Option RUNS = new Option("--runs", 3, "restarts of each kind");
    private static final Map<String, String> AT_ONCE = Map.of("BOOT_JITTER_MAX_MS", "0");
    /** As it is where nobody sets it. */
    private static final Map<String, String> STAGGERED = Map.of("BOOT_JITTER_MAX_MS", "5000");

    private static final Duration CONNECTED_AT_ONCE = Duration.ofSeconds(5);
    private static final Duration CONNECTED_STAGGERED = Duration.ofMinutes(2);
    private static final Duration FIRST_SENDS = Duration.ofSeconds(5);
    private static final Duration LONG = Duration.ofMinutes(5);

    /**
     * How a restart went, each time from the end of the process.
     *
     * @param ready {@code /readyz} answers
     * @param sent a message that was waiting for the first account has its acknowledgement
     * @param connected every account is, from {@code ready} on
     */
    private record Restart(String kind, Duration ready, Duration sent, Duration connected) {}

    @Override
    public String summary() {
        return "a restart: until all accounts are connected again, and the first one sends";
    }

    @Override
    public List<Option> options() {
        return List.of(Option.ACCOUNTS, RUNS);
    }

    @Override
    public Report run(World world, Choices choices) throws Exception {
        var connector = world.startConnector("connector", AT_ONCE);
        var accounts = connector.link(Numbers.accounts(choices.of(Option.ACCOUNTS))).stream()
                .sorted(Comparator.comparing(Account::id))
                .toList();
        var restarts = new ArrayList<Restart>();
        for (var run = 0; run < choices.of(RUNS); run++) {
            for (var sigkill : List.of(false, true)) {
                var name = (sigkill ? "SIGKILL" : "SIGTERM") + ", all at once";
                connector = restart(world, connector, accounts, name, sigkill, AT_ONCE, restarts);
            }
        }
        for (var sigkill : List.of(false, true)) {
            var name = (sigkill ? "SIGKILL" : "SIGTERM") + ", 2 to 5 s apart";
            connector = restart(world, connector, accounts, name, sigkill, STAGGERED, restarts);
        }
        return report(choices, restarts);
    }

    private static Connector restart(
            World world,
            Connector before,
            List<Account> accounts,
            String kind,
            boolean sigkill,
            Map<String, String> settings,
            List<Restart> restarts) {
        var first = accounts.getFirst();
        var contact = Numbers.contact(restarts.size());
        if (sigkill) {
            before.process().tree().forEach(ProcessHandle::destroyForcibly);
        }
        world.stop(before);
        var ended = System.nanoTime();
        var connector = world.launchConnector("connector", settings);
        connector.awaitReady();
        var ready = since(ended);
        var connects = System.nanoTime();
        connector.send(first, contact, "After the restart", "restart-" + restarts.size());
        world.whatsapp().contact(contact).awaitMessagesFrom(first.phone(), 1, LONG);
        var sent = since(ended);
        connector.awaitConnected(accounts, LONG);
        restarts.add(new Restart(kind, ready, sent, since(connects)));
        return connector;
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }

    private static Report report(Choices choices, List<Restart> restarts) {
        var report = new Report()
                .explain(
                        "%d linked accounts on one connector with one bridge, which ends and is started again on its volume."
                                .formatted(choices.of(Option.ACCOUNTS)))
                .explain(
                        "Ready and sent count from the end of the process, the start of the JVM included; a message is asked")
                .explain("for as soon as the connector is ready. Connected counts from ready on.")
                .table(new Table(
                        "Restarts, in seconds",
                        List.of("", "ready", "first one has sent", "all connected"),
                        restarts.stream()
                                .map(restart -> List.of(
                                        restart.kind,
                                        seconds(restart.ready),
                                        seconds(restart.sent),
                                        seconds(restart.connected)))
                                .toList()))
                .value("restarts", restarts);
        for (var restart : restarts) {
            var allowed = restart.kind.endsWith("at once") ? CONNECTED_AT_ONCE : CONNECTED_STAGGERED;
            report.target(
                    "%s: all connected in %s s, at most %d"
                            .formatted(restart.kind, seconds(restart.connected), allowed.toSeconds()),
                    restart.connected.compareTo(allowed) <= 0);
            if (restart.kind.startsWith("SIGKILL")) {
                report.target(
                        "%s: the first one has sent after %s s, at most %d"
                                .formatted(restart.kind, seconds(restart.sent), FIRST_SENDS.toSeconds()),
                        restart.sent.compareTo(FIRST_SENDS) <= 0);
            }
        }
        return report;
    }

    private static String seconds(Duration duration) {
        return Table.figure(duration.toMillis() / 1000.0, 1);
    }
}
