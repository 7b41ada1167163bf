package dev.connectors.whatsapp.local.quickstart;

import dev.connectors.whatsapp.local.poll.Look;
import dev.connectors.whatsapp.local.poll.Poll;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** Processes that are to end. */
final class Families {
    private static final Duration END = Duration.ofSeconds(5);

    private Families() {}

    /** Waits until none of them runs. */
    static void awaitEnd(List<ProcessHandle> family) {
        Poll.until("the end of all of " + names(family), END, () -> {
            var alive = family.stream().filter(ProcessHandle::isAlive).toList();
            return alive.isEmpty() ? Look.done(true) : Look.notYet("still running: " + names(alive));
        });
    }

    static String names(List<ProcessHandle> processes) {
        return processes.stream()
                .map(process -> process.info().command().orElse("?") + " (" + process.pid() + ")")
                .collect(Collectors.joining(", "));
    }
}
