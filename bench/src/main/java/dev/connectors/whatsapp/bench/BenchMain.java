package dev.connectors.whatsapp.bench;

import dev.connectors.whatsapp.local.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * The program behind {@code bench/run}. Ends with status 0 when all targets were met, 1 when one was missed or the run failed,
 * 2 when the command line is wrong.
 */
public final class BenchMain {
    /** With the second compiler, which the emulator does without in tests: the load is to find it as fast as it gets. */
    private static final String FAST_IN_THE_END = "-XX:TieredStopAtLevel=4";

    private static final Map<String, Benchmark> BENCHMARKS = benchmarks();
    private static volatile boolean stopping;

    private BenchMain() {}

    private static Map<String, Benchmark> benchmarks() {
        var all = new LinkedHashMap<String, Benchmark>();
        all.put("send", new SendBenchmark());
        all.put("latency", new LatencyBenchmark());
        all.put("receive", new ReceiveBenchmark());
        all.put("restart", new RestartBenchmark());
        all.put("idle", new IdleBenchmark());
        all.put("faults", new FaultBenchmark());
        all.put("kills", new KillBenchmark());
        return all;
    }

    /** Arguments: the benchmark's name, then its options. */
    public static void main(String[] args) throws IOException {
        var name = args.length == 0 ? "" : args[0];
        var benchmark = BENCHMARKS.get(name);
        var rest = Arrays.asList(args).subList(Math.min(1, args.length), args.length);
        if (benchmark == null) {
            System.err.println("usage: bench/run NAME [OPTION ...], where NAME is one of");
            BENCHMARKS.forEach((known, it) -> System.err.println("  %-10s%s".formatted(known, it.summary())));
            System.exit(2);
        } else if (rest.contains("--help")) {
            help(name, benchmark);
        } else {
            System.exit(run(name, benchmark, choices(rest, benchmark)));
        }
    }

    private static void help(String name, Benchmark benchmark) {
        System.out.println("bench/run %s: %s".formatted(name, benchmark.summary()));
        benchmark
                .options()
                .forEach(option -> System.out.println("  %-24s%s"
                        .formatted(option.name() + " " + option.written(option.standard()), option.meaning())));
        System.out.println(
                "  %-24s%s".formatted(Choices.PROFILE, "take profiles of all processes, which makes them slower"));
    }

    private static Choices choices(List<String> arguments, Benchmark benchmark) {
        try {
            return Choices.parse(arguments, benchmark.options());
        } catch (IllegalArgumentException wrong) {
            System.err.println("bench/run: " + wrong.getMessage());
            System.exit(2);
            throw wrong;
        }
    }

    private static int run(String name, Benchmark benchmark, Choices choices) throws IOException {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stopping = true, "stopping"));
        var repository = Repository.find();
        var folder = RunFolder.create(repository, name);
        var before = Machine.now();
        try (var world = World.start(repository, folder, choices.profiled(), FAST_IN_THE_END)) {
            var report = benchmark.run(world, choices);
            var conditions = before.conditions(name, choices, Machine.now());
            System.out.println();
            System.out.println(report.text());
            System.out.println();
            System.out.println(before.text(Machine.now()));
            var json = folder.path().resolve("result.json");
            Files.writeString(json, report.json(conditions));
            System.out.println(json);
            return report.targetsMet() ? 0 : 1;
        } catch (Exception failure) {
            waitForEndIfStopping();
            System.err.println("The run failed; its logs are in " + folder.path());
            failure.printStackTrace();
            return 1;
        }
    }

    /** What fails because everything is being stopped is no failure. */
    private static void waitForEndIfStopping() {
        while (stopping) {
            LockSupport.park(BenchMain.class);
        }
    }
}
