package dev.connectors.whatsapp.operator.pool;

import java.time.Duration;
import java.util.function.Supplier;

/** An operator that got its lease when it was made and never renews it. */
final class FakeLeader implements Leader {
    static final Duration LEASE = Duration.ofSeconds(15);

    private final String name;
    private final Supplier<Duration> clock;
    private final Duration renewedAt;

    /**
     * Leads from now on.
     *
     * @param clock its own: it may stand while the process is paused
     */
    FakeLeader(String name, Supplier<Duration> clock) {
        this.name = name;
        this.clock = clock;
        this.renewedAt = clock.get();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean holdsLease() {
        return clock.get().minus(renewedAt).compareTo(LEASE) < 0;
    }
}
