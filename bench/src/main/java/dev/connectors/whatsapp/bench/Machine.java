package dev.connectors.whatsapp.bench;

import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The machine as it is at one moment: a figure without it means little.
 *
 * @param load processes that wanted a CPU, averaged over the last minute
 */
record Machine(Instant at, double load) {
    static Machine now() {
        return new Machine(
                Instant.now(), ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    private static int cpus() {
        return Runtime.getRuntime().availableProcessors();
    }

    /** For people, at the end of a run that began at this moment. */
    String text(Machine end) {
        return "%d CPUs, %s %s, load %s before and %s after"
                .formatted(
                        cpus(),
                        System.getProperty("os.name"),
                        System.getProperty("os.arch"),
                        Table.figure(load, 1),
                        Table.figure(end.load, 1));
    }

    /** For the JSON of a run that began at this moment. */
    Map<String, Object> conditions(String benchmark, Choices choices, Machine end) {
        var conditions = new LinkedHashMap<String, Object>();
        conditions.put("benchmark", benchmark);
        conditions.put("startedAt", at.toString());
        conditions.put("options", choices.values());
        conditions.put("profiled", choices.profiled());
        conditions.put("cpus", cpus());
        conditions.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        conditions.put("java", System.getProperty("java.vm.version"));
        conditions.put("loadBefore", load);
        conditions.put("loadAfter", end.load);
        return conditions;
    }
}
