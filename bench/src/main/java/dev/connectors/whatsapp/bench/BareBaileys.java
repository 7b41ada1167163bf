package dev.connectors.whatsapp.bench;

import dev.connectors.whatsapp.local.http.JsonHttp;
import dev.connectors.whatsapp.local.process.ChildCommand;
import dev.connectors.whatsapp.local.process.ChildProcess;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The yardstick: Baileys alone, its sockets in one Node process and their keys in memory, on the same loopback server. */
final class BareBaileys {
    private static final String NAME = "bare Baileys";
    private static final Duration LINKING = Duration.ofMinutes(2);
    private static final Duration GRACE = Duration.ofSeconds(30);

    private BareBaileys() {}

    /** Links the accounts, sends for a while, and ends the process. */
    static Throughput send(World world, int accounts, int contacts, Duration warmUp, Duration measured)
            throws Exception {
        var script = world.repository().resolve("bench/src/main/node/bare-baileys.js");
        var command = new ChildCommand(
                        NAME,
                        List.of(
                                "node",
                                script.toString(),
                                world.whatsapp().adminUrl().toString(),
                                Numbers.BARE_ACCOUNTS,
                                Integer.toString(accounts),
                                Numbers.CONTACTS,
                                Integer.toString(contacts),
                                Long.toString(warmUp.toSeconds()),
                                Long.toString(measured.toSeconds())),
                        world.folder().log("bare-baileys"))
                .withEnvironment(world.profiler().environment(world.whatsapp().environment()));
        try (var process = ChildProcess.start(command)) {
            var meter = new CpuMeter();
            meter.watch(NAME, process.handle());
            meter.watch(World.LOOPBACK, world.whatsapp().process().handle());
            process.awaitLine(line -> event(line, "measuring"), LINKING.plus(warmUp));
            var before = meter.read();
            var result = process.awaitLine(line -> event(line, "measured"), measured.plus(GRACE));
            return new Throughput(
                    result.path("messages").asLong(),
                    Duration.ofMillis((long) (result.path("seconds").asDouble() * 1000)),
                    meter.since(before));
        }
    }

    private static Optional<JsonNode> event(String line, String name) {
        if (!line.startsWith("{\"event\":")) {
            return Optional.empty();
        }
        var json = JsonHttp.json().readTree(line);
        var event = json.path("event").asString();
        if (event.equals("failed")) {
            throw new IllegalStateException(json.path("message").asString());
        }
        return event.equals(name) ? Optional.of(json) : Optional.empty();
    }
}
