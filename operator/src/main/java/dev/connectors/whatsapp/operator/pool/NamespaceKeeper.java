package dev.connectors.whatsapp.operator.pool;

import dev.connectors.whatsapp.operator.assignment.ShardId;
import dev.connectors.whatsapp.operator.manifests.Images;
import dev.connectors.whatsapp.operator.planner.Placement;
import dev.connectors.whatsapp.operator.planner.Plan;
import dev.connectors.whatsapp.operator.planner.PlannedShard;
import dev.connectors.whatsapp.operator.pool.Cluster.ConflictException;
import dev.connectors.whatsapp.operator.pool.Leader.LeaseLostException;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the namespace in step with its plan.
 *
 * <p>Whether there is anything to do is asked of the caches, which costs nothing. What is to be done is decided again from
 * the API server itself, because a cache may hold back the very write that gave an account to another shard; and lists are
 * written only as they were read then. An account that moves leaves its old list in one round and enters the new one in
 * the next, after the lists have been read again: so it is in two lists at no time. That nobody else, and nothing sent
 * earlier, writes between such a read and its writes is the {@link Fence}'s.
 */
public final class NamespaceKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(NamespaceKeeper.class);

    /** A move takes two rounds and a look. */
    private static final int MOST_ROUNDS = 6;

    /**
     * In one go: a round reads the whole namespace, so whoever is still not the first to write is left to the retry, which
     * waits longer each time.
     */
    private static final int MOST_CONFLICTS = 3;

    private static final int CLIENT_ERROR = 400;
    private static final int SERVER_ERROR = 500;

    private final Cluster cluster;
    private final Supplier<World> cache;
    private final World.Reports reports;
    private final Retirement retirement;
    private final Draft.Rules rules;
    private final Leader leader;
    private final Fence fence;
    /** One planning at a time: two would each write what the other does not know of. */
    private final ReentrantLock lock = new ReentrantLock();

    NamespaceKeeper(
            Cluster cluster,
            Supplier<World> cache,
            World.Reports reports,
            Function<ShardId, Optional<Long>> answers,
            Images images,
            Leader leader) {
        this.cluster = cluster;
        this.cache = cache;
        this.reports = reports;
        this.retirement = new Retirement(answers);
        this.rules = new Draft.Rules(images, cluster::matches, retirement::isDue, Tokens::make);
        this.leader = leader;
        this.fence = new Fence(leader.name());
    }

    /**
     * Writes whatever is to be written.
     *
     * @return whether a shard waits to be given up, for which somebody has to come again
     * @throws KubernetesClientException if something could not be written; the rest has been tried, too
     * @throws LeaseLostException if there was something to write and this operator does not lead any longer
     */
    boolean keep() {
        lock.lock();
        try {
            var seen = cache.get();
            if (!fence.gaps(seen).isEmpty() || !steps(seen).isEmpty()) {
                patiently(this::write);
            }
            return retirement.isPending();
        } finally {
            lock.unlock();
        }
    }

    /** Whether the resource of an account that leaves may go, by what the API server says and not by a cache. */
    public boolean mayGo(String uid) {
        lock.lock();
        try {
            var placement = patiently(this::fenced).plan(reports).placements().get(uid);
            leader.requireLease();
            return placement instanceof Placement.Leaving(var done) && done;
        } finally {
            lock.unlock();
        }
    }

    /** Plans again where somebody else wrote, too. */
    private static <T> T patiently(Supplier<T> plan) {
        for (var conflicts = 1; ; conflicts++) {
            try {
                return plan.get();
            } catch (ConflictException e) {
                LOG.atInfo().addKeyValue("cause", e.getMessage()).log("somebody else wrote, too; planning again");
                if (conflicts == MOST_CONFLICTS) {
                    throw restless();
                }
            }
        }
    }

    /** Returns the namespace as it was when nothing was left to write but what takes no further look. */
    private World write() {
        for (var round = 0; round < MOST_ROUNDS; round++) {
            var world = fenced();
            if (!perform(steps(world))) {
                return world;
            }
        }
        throw restless();
    }

    /** The namespace as it is, once every list in it bears our epoch. */
    private World fenced() {
        for (var round = 0; round < MOST_ROUNDS; round++) {
            var world = cluster.read();
            var gaps = fence.gaps(world);
            if (gaps.isEmpty()) {
                return world;
            }
            perform(gaps);
        }
        throw restless();
    }

    private static IllegalStateException restless() {
        return new IllegalStateException(
                "the account lists change faster than they can be written; will be tried again");
    }

    private List<Step> steps(World world) {
        Plan plan = world.plan(reports);
        retirement.observe(plan.shards().values().stream()
                .filter(PlannedShard::surplus)
                .map(PlannedShard::id)
                .filter(shard -> !world.isRetired(shard))
                .collect(Collectors.toSet()));
        return Draft.steps(world, plan, reports, rules);
    }

    /**
     * Returns whether the lists have to be looked at once more.
     *
     * @throws ConflictException at the first step that is about something that has changed; the rest is not tried
     */
    private boolean perform(List<Step> steps) {
        var failures = new ArrayList<KubernetesClientException>();
        var again = false;
        for (var step : steps) {
            again |= step instanceof Step.WriteIfUnchanged || step instanceof Step.CreateEmpty;
            leader.requireLease();
            try {
                cluster.perform(step);
            } catch (KubernetesClientException e) {
                if (mayStillHappen(e)) {
                    fence.renew();
                }
                failures.add(e);
            }
        }
        if (!failures.isEmpty()) {
            var first = failures.removeFirst();
            failures.forEach(first::addSuppressed);
            throw first;
        }
        return again;
    }

    /** Whether nobody has said that the write was refused: then it may be done now, or later. */
    private static boolean mayStillHappen(KubernetesClientException failure) {
        return failure.getCode() < CLIENT_ERROR || failure.getCode() >= SERVER_ERROR;
    }
}
