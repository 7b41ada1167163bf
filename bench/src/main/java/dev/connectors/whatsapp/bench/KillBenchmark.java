package dev.connectors.whatsapp.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Sessions survive a bridge that is killed while it writes them. */
final class KillBenchmark implements Benchmark {
    private static final Option KILLS = new Option("--kills", 300, "how often the bridge is killed");
    private static final Option MESSAGES = new Option("--messages", 24, "messages for each kill, in each direction");
    private static final Option ACCOUNTS = new Option("--accounts", 6, "accounts on the bridge");
    private static final Option SEED = new Option("--seed", 1, "decides the moments and the traffic");

    private static final int CONTACTS = 4;
    /** Kills in a pause prove nothing. */
    private static final int UNDER_WAY_PERCENT = 50;

    @Override
    public String summary() {
        return "whether sessions survive kill -9 of the bridge while it writes them";
    }

    @Override
    public List<Option> options() {
        return List.of(KILLS, MESSAGES, ACCOUNTS, SEED);
    }

    @Override
    public Report run(World world, Choices choices) throws Exception {
        var size = new KillRun.Size(choices.of(KILLS), choices.of(MESSAGES), choices.of(ACCOUNTS), CONTACTS);
        try (var run = KillRun.prepare(world, size)) {
            return report(size, run.run(choices.of(SEED), size));
        }
    }

    private static Report report(KillRun.Size size, KillRun.Outcome outcome) {
        var messages = outcome.messages();
        var report = new Report()
                .explain(
                        "%d accounts with %d contacts each, %d messages out and in for each kill -9 of their bridge, which"
                                .formatted(size.accounts(), size.contacts(), size.messages()))
                .explain(
                        "comes at some moment after the bridge began to write messages and is followed by the next bridge at")
                .explain("once. Looked at when the queues are dry: accounts, linked devices, and every message.")
                .table(counts(outcome))
                .table(messages.table())
                .value("kills", outcome.kills())
                .value("killsUnderWay", outcome.underWay())
                .value("statuses", outcome.statuses())
                .value("pairings", outcome.pairings())
                .value("devices", outcome.devices())
                .value("seconds", outcome.time().toSeconds())
                .target(
                        "%d of %d kills found messages under way, at least %d %%"
                                .formatted(outcome.underWay(), outcome.kills(), UNDER_WAY_PERCENT),
                        outcome.underWay() * 100 >= outcome.kills() * UNDER_WAY_PERCENT)
                .target(
                        "accounts at the end: %s".formatted(outcome.statuses()),
                        outcome.statuses().equals(Map.of("connected", (long) size.accounts())))
                .target(
                        "%d devices of %d accounts, %d linked anew"
                                .formatted(outcome.devices(), size.accounts(), outcome.pairings()),
                        outcome.devices() == size.accounts() && outcome.pairings() == 0);
        messages.judge(size.kills() * size.messages(), report);
        return report;
    }

    private static Table counts(KillRun.Outcome outcome) {
        var rows = new ArrayList<List<String>>();
        rows.add(List.of("kills of the bridge", String.valueOf(outcome.kills())));
        rows.add(List.of("of these with messages under way", String.valueOf(outcome.underWay())));
        outcome.statuses().forEach((status, count) -> rows.add(List.of("accounts " + status, count.toString())));
        rows.add(List.of("devices linked anew", String.valueOf(outcome.pairings())));
        rows.addAll(outcome.messages().repeats());
        rows.add(List.of("seconds", String.valueOf(outcome.time().toSeconds())));
        return new Table("Kills", List.of("", "count"), rows);
    }
}
