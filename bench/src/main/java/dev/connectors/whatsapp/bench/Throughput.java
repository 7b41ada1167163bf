package dev.connectors.whatsapp.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * So many messages in so much time.
 *
 * @param cpu what each process that took part used meanwhile
 */
record Throughput(long messages, Duration time, Map<String, Duration> cpu) {
    double perSecond() {
        return messages * 1e9 / time.toNanos();
    }

    /** CPU milliseconds a message, of all processes together. */
    double cpuPerMessage() {
        return cpu.values().stream().mapToDouble(this::perMessage).sum();
    }

    /** CPU milliseconds a message of one process. */
    double cpuPerMessage(String process) {
        return perMessage(cpu.getOrDefault(process, Duration.ZERO));
    }

    private double perMessage(Duration used) {
        return messages == 0 ? 0 : used.toNanos() / 1e6 / messages;
    }

    /** What each process spent on a message. */
    Table cpuTable(String title) {
        var rows = new ArrayList<List<String>>();
        cpu.forEach((process, used) -> rows.add(List.of(
                process,
                Table.figure(perMessage(used), 2),
                Table.figure(100.0 * used.toNanos() / time.toNanos(), 0) + " %")));
        rows.add(List.of("together", Table.figure(cpuPerMessage(), 2), ""));
        return new Table(title, List.of("process", "CPU ms/message", "of one CPU"), rows);
    }
}
