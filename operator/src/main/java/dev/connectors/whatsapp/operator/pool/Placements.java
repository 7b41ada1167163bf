package dev.connectors.whatsapp.operator.pool;

import dev.connectors.whatsapp.operator.planner.Placement;
import dev.connectors.whatsapp.operator.planner.Plan;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the plan has for each account, made anew only when something has changed since. */
public final class Placements {
    private final Supplier<World> cache;
    private final World.Reports reports;
    private final LongSupplier version;
    private final Consumer<Set<String>> changed;
    private @Nullable Known known;

    private record Known(long version, Plan plan, Map<String, String> names) {}

    /**
     * Knows none yet.
     *
     * @param version grows with everything that a plan depends on
     * @param changed is told the names of the accounts whose placement is another one than before
     */
    Placements(Supplier<World> cache, World.Reports reports, LongSupplier version, Consumer<Set<String>> changed) {
        this.cache = cache;
        this.reports = reports;
        this.version = version;
        this.changed = changed;
    }

    /** Where the account with this uid goes; empty while the caches do not have it yet. */
    public Optional<Placement> of(String uid) {
        return Optional.ofNullable(plan(false).placements().get(uid));
    }

    /** Plans, and tells who is concerned; also when only a pool has changed, which no version tells. */
    Plan refresh() {
        return plan(true);
    }

    private Plan plan(boolean anew) {
        Set<String> concerned;
        Plan plan;
        synchronized (this) {
            var before = known;
            // Before the caches are read: what comes in meanwhile makes it old again.
            var now = version.getAsLong();
            if (!anew && before != null && before.version() == now) {
                return before.plan();
            }
            var world = cache.get();
            plan = world.plan(reports);
            var names = world.accounts().stream()
                    .collect(Collectors.toMap(
                            account -> account.getMetadata().getUid(),
                            account -> account.getMetadata().getName(),
                            (a, b) -> a));
            known = new Known(now, plan, names);
            concerned = before == null ? Set.of() : differing(before.plan(), plan, names);
        }
        if (!concerned.isEmpty()) {
            changed.accept(concerned);
        }
        return plan;
    }

    private static Set<String> differing(Plan before, Plan after, Map<String, String> names) {
        var differing = new HashSet<String>();
        SortedMap<String, Placement> sorted = new TreeMap<>(after.placements());
        sorted.forEach((uid, placement) -> {
            var name = names.get(uid);
            if (name != null && !Objects.equals(before.placements().get(uid), placement)) {
                differing.add(name);
            }
        });
        return differing;
    }
}
