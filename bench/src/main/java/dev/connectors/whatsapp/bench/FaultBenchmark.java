package dev.connectors.whatsapp.bench;

import dev.connectors.whatsapp.bench.FaultRun.Outcome;
import dev.connectors.whatsapp.bench.Findings.Flaw;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** No message lost, none twice, in order: while processes are killed and connections cut. */
final class FaultBenchmark implements Benchmark {
    private static final Option MESSAGES = new Option("--messages", 2000, "messages in each direction");
    private static final Option ACCOUNTS = new Option("--accounts", 10, "accounts on the one connector");
    private static final Option FAULTS = new Option("--faults", 60, "how often something is killed, cut or closed");
    private static final Option SEED = new Option("--seed", 1, "decides the faults, their order and the traffic");
    private static final Option LAYOUT = new Option("--layout", ClientLayout.words(), "how the documents are named");

    private static final int CONTACTS = 4;

    @Override
    public String summary() {
        return "whether messages are lost or shown twice while things are killed and cut";
    }

    @Override
    public List<Option> options() {
        return List.of(MESSAGES, ACCOUNTS, FAULTS, SEED, LAYOUT);
    }

    @Override
    public Report run(World world, Choices choices) throws Exception {
        var layout = ClientLayout.of(choices.word(LAYOUT));
        var size = new FaultPlan.Size(choices.of(MESSAGES), choices.of(FAULTS), choices.of(ACCOUNTS), CONTACTS);
        try (var run = FaultRun.prepare(world, layout, size)) {
            return report(size, run.run(FaultPlan.of(choices.of(SEED), size)));
        }
    }

    private static Report report(FaultPlan.Size size, Outcome outcome) {
        var report = new Report()
                .explain(
                        "%d messages out over HTTP and %d in, over %d accounts with %d contacts each, while the connector,"
                                .formatted(size.messages(), size.messages(), size.accounts(), size.contacts()))
                .explain(
                        "its bridge and its connections are killed, cut, frozen or closed. Looked at when the queues are dry:")
                .explain("what each contact has read, WhatsApp's own counters, and every document.")
                .table(faults(outcome))
                .table(outcome.messages().table())
                .table(counts(outcome))
                .value("seconds", outcome.time().toSeconds());
        outcome.struck().forEach((kind, count) -> report.value("struck " + kind, count));
        Map.of(
                        "outgoing",
                        outcome.messages().outgoing(),
                        "incoming",
                        outcome.messages().incoming())
                .forEach((direction, findings) -> {
                    report.value(direction + " messages", findings.messages());
                    for (var flaw : Flaw.values()) {
                        report.value(direction + " " + flaw.words(), findings.count(flaw));
                    }
                });
        report.target("%d faults struck".formatted(total(outcome.struck())), total(outcome.struck()) >= size.faults());
        outcome.messages().judge(size.messages(), report);
        return report.target(
                        "%d stanzas repeated, under 1 %% of the messages"
                                .formatted(outcome.messages().repeatedStanzas()),
                        outcome.messages().repeatedStanzas() * 100
                                < outcome.messages().outgoing().messages())
                .target(
                        "the connector ended %d times by itself, and %d bridges outlived theirs"
                                .formatted(outcome.endsByItself(), outcome.orphans()),
                        outcome.endsByItself() == 0 && outcome.orphans() == 0);
    }

    private static int total(Map<?, Integer> counts) {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    private static Table faults(Outcome outcome) {
        var rows = new ArrayList<List<String>>();
        new TreeMap<>(outcome.struck()).forEach((kind, count) -> rows.add(List.of(kind, count.toString())));
        rows.add(List.of("together", String.valueOf(total(outcome.struck()))));
        return new Table("Faults", List.of("kind", "times"), rows);
    }

    private static Table counts(Outcome outcome) {
        var rows = new ArrayList<>(outcome.messages().repeats());
        new TreeMap<>(outcome.messages().deliveries())
                .forEach(
                        (delivery, count) -> rows.add(List.of("messages documented as " + delivery, count.toString())));
        new TreeMap<>(outcome.repeatedRequests())
                .forEach((status, count) -> rows.add(List.of(
                        status == 0 ? "requests repeated without an answer" : "requests repeated after a " + status,
                        count.toString())));
        rows.add(List.of("seconds", String.valueOf(outcome.time().toSeconds())));
        return new Table("Beside it", List.of("", "count"), rows);
    }
}
