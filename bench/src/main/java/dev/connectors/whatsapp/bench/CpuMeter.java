package dev.connectors.whatsapp.bench;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** How much CPU time each of the processes that take part has used. */
final class CpuMeter {
    private final Map<String, ProcessHandle> processes = new LinkedHashMap<>();

    /** Watches a process from now on, in place of an earlier one of that name. */
    void watch(String name, ProcessHandle process) {
        processes.put(name, process);
    }

    /** Watches it no longer. */
    void forget(String name) {
        processes.remove(name);
    }

    /** What each has used since it began; a process that is gone, or of somebody else, is left out. */
    Map<String, Duration> read() {
        var used = new LinkedHashMap<String, Duration>();
        processes.forEach((name, process) -> process.info().totalCpuDuration().ifPresent(cpu -> used.put(name, cpu)));
        return used;
    }

    /** What each has used since an earlier reading. */
    Map<String, Duration> since(Map<String, Duration> earlier) {
        var used = new LinkedHashMap<String, Duration>();
        read().forEach((name, cpu) -> used.put(name, cpu.minus(earlier.getOrDefault(name, Duration.ZERO))));
        return used;
    }
}
