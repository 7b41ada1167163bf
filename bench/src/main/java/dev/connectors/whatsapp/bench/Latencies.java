package dev.connectors.whatsapp.bench;

import java.time.Duration;
import java.util.Collection;
import java.util.List;

/** Durations of one kind, all of them kept: a percentile is one that was measured. */
final class Latencies {
    private final List<Duration> sorted;

    Latencies(Collection<Duration> measured) {
        if (measured.isEmpty()) {
            throw new IllegalArgumentException("nothing was measured");
        }
        this.sorted = measured.stream().sorted().toList();
    }

    /** The smallest duration that so many percent do not exceed. */
    Duration percentile(double percent) {
        var rank = (int) Math.ceil(percent / 100 * sorted.size());
        return sorted.get(Math.max(1, rank) - 1);
    }

    int count() {
        return sorted.size();
    }

    static double millis(Duration duration) {
        return duration.toNanos() / 1e6;
    }

    static final List<String> COLUMNS = List.of("ms", "p50", "p90", "p99", "most");

    List<String> row(String name) {
        return List.of(name, figure(50), figure(90), figure(99), figure(100));
    }

    private String figure(double percent) {
        return Table.figure(millis(percentile(percent)), 1);
    }
}
