package dev.connectors.whatsapp.operator.pool;

import dev.connectors.whatsapp.operator.assignment.AccountEntry;
import dev.connectors.whatsapp.operator.planner.Placement;
import dev.connectors.whatsapp.operator.planner.Plan;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
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

    private record Known(long version, Plan plan, Map<String, Placement> settled) {}

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

    /**
     * Where the account with this uid goes; empty while the caches do not have it yet, or not in the list of its shard.
     * Until a list has it a plan may change, and a shard that a status names is taken for one that has the session.
     */
    public Optional<Placement> of(String uid) {
        return Optional.ofNullable(known(false).settled().get(uid));
    }

    /** Plans, and tells who is concerned; also when only a pool has changed, which no version tells. */
    Plan refresh() {
        return known(true).plan();
    }

    private Known known(boolean anew) {
        Set<String> concerned;
        Known next;
        synchronized (this) {
            var before = known;
            // Before the caches are read: what comes in meanwhile makes it old again.
            var now = version.getAsLong();
            if (!anew && before != null && before.version() == now) {
                return before;
            }
            var world = cache.get();
            var plan = world.plan(reports);
            var names = world.accounts().stream()
                    .collect(Collectors.toMap(
                            account -> account.getMetadata().getUid(),
                            account -> account.getMetadata().getName(),
                            (a, b) -> a));
            next = new Known(now, plan, settled(plan, world));
            known = next;
            concerned = before == null ? Set.of() : differing(before.settled(), next.settled(), names);
        }
        if (!concerned.isEmpty()) {
            changed.accept(concerned);
        }
        return next;
    }

    private static Map<String, Placement> settled(Plan plan, World world) {
        var listed = plan.shards().keySet().stream()
                .collect(Collectors.toMap(
                        Function.identity(),
                        shard -> world.recorded(shard).accounts().stream()
                                .map(AccountEntry::uid)
                                .collect(Collectors.toSet())));
        var settled = new TreeMap<>(plan.placements());
        settled.entrySet()
                .removeIf(entry -> entry.getValue() instanceof Placement.Assigned(var shard)
                        && !listed.getOrDefault(shard, Set.of()).contains(entry.getKey()));
        return settled;
    }

    private static Set<String> differing(
            Map<String, Placement> before, Map<String, Placement> after, Map<String, String> names) {
        var differing = new HashSet<String>();
        after.forEach((uid, placement) -> {
            var name = names.get(uid);
            if (name != null && !Objects.equals(before.get(uid), placement)) {
                differing.add(name);
            }
        });
        return differing;
    }
}
