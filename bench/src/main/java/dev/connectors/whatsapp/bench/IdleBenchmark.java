package dev.connectors.whatsapp.bench;

import dev.connectors.whatsapp.local.http.JsonHttp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a connector writes and reads while all its accounts are connected and nothing happens, extrapolated to a day. */
final class IdleBenchmark implements Benchmark {
    /** As long as it takes until each account's document has said once that the account lives. */
    private static final Option IDLE = new Option("--idle-seconds", 900, "how long is counted, while nothing happens");

    private static final long WRITES_A_DAY = 10_000;
    private static final long READS_A_DAY = 3_000;
    /** Between the last connect and the counting: what follows from it is over by then. */
    private static final Duration CALM = Duration.ofSeconds(30);

    @Override
    public String summary() {
        return "Firestore's documents written and read in an idle day";
    }

    @Override
    public List<Option> options() {
        return List.of(Option.ACCOUNTS, IDLE);
    }

    @Override
    public Report run(World world, Choices choices) throws Exception {
        var connector = world.startConnector("connector", Map.of());
        var accounts = connector.link(Numbers.accounts(choices.of(Option.ACCOUNTS)));
        world.stop(connector);
        try (var firestore = TrafficCounter.start(world.outside().firestore().hostAndPort())) {
            var settings = new HashMap<>(asShard(world, accounts));
            settings.put("FIRESTORE_EMULATOR_HOST", firestore.hostAndPort());
            var idle = world.startConnector("connector", settings);
            idle.awaitConnected(accounts);
            Thread.sleep(CALM);
            var writes = firestore.writes();
            var reads = firestore.reads();
            Thread.sleep(Duration.ofSeconds(choices.of(IDLE)));
            writes = firestore.writes() - writes;
            reads = firestore.reads() - reads;
            world.stop(idle);
            return report(choices, writes, reads);
        }
    }

    /** Its accounts come from a list, as they do where an operator runs it. */
    private static Map<String, String> asShard(World world, List<Account> accounts) throws IOException {
        var folder = world.folder().folder("shard");
        var list = Map.of(
                "accounts",
                accounts.stream()
                        .map(account -> Map.of(
                                "accountId",
                                account.id(),
                                "uid",
                                account.id(),
                                "name",
                                "Account " + account.phone(),
                                "phone",
                                "+" + account.phone(),
                                "state",
                                "Connected"))
                        .toList(),
                "tombstones",
                List.of());
        return Map.of(
                "ACCOUNTS_FILE",
                        written(folder.resolve("accounts.json"), JsonHttp.json().writeValueAsString(list)),
                "INTERNAL_TOKEN_FILE", written(folder.resolve("token"), "idle-benchmark"),
                "SHARD_NAME", "idle");
    }

    private static String written(Path file, String text) throws IOException {
        return Files.writeString(file, text).toString();
    }

    private static Report report(Choices choices, long writes, long reads) {
        var aDay = Duration.ofDays(1).toSeconds() / (double) choices.of(IDLE);
        var writesADay = Math.round(writes * aDay);
        var readsADay = Math.round(reads * aDay);
        return new Report()
                .explain(
                        "One shard with %d connected accounts, for %d s in which nobody sends or writes; by a proxy before the"
                                .formatted(choices.of(Option.ACCOUNTS), choices.of(IDLE)))
                .explain("emulator, which counts documents as Firestore bills them.")
                .table(new Table(
                        "Documents",
                        List.of("", "counted", "a day"),
                        List.of(
                                List.of("written", Long.toString(writes), Long.toString(writesADay)),
                                List.of("read", Long.toString(reads), Long.toString(readsADay)))))
                .value("writesADay", writesADay)
                .value("readsADay", readsADay)
                .target("%d writes a day, at most %d".formatted(writesADay, WRITES_A_DAY), writesADay <= WRITES_A_DAY)
                .target("%d reads a day, at most %d".formatted(readsADay, READS_A_DAY), readsADay <= READS_A_DAY);
    }
}
