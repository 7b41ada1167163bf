package dev.connectors.whatsapp.bench;

import java.time.Duration;
import java.time.Instant;

/** Looks at everything for a while: how much gets done, and what each process uses for it. */
final class Measurement {
    private Measurement() {}

    /** Counts what was done between two moments, afterwards: to count meanwhile would cost what is measured. */
    interface Count {
        long between(Instant from, Instant to);
    }

    static Throughput of(World world, Duration time, Count count) throws Exception {
        world.profiler().start();
        var cpu = world.cpu().read();
        var from = Instant.now();
        Thread.sleep(time);
        var to = Instant.now();
        var used = world.cpu().since(cpu);
        world.profiler().stop();
        return new Throughput(count.between(from, to), Duration.between(from, to), used);
    }
}
