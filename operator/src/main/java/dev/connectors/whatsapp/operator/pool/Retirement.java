package dev.connectors.whatsapp.operator.pool;

import dev.connectors.whatsapp.operator.assignment.ShardId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * When a shard that nothing needs may be given up: once its connector has said several times since then that no session
 * lies there. What it said before may be older than the account that just left.
 */
final class Retirement {
    /** Each is an interval of the poller apart. */
    static final int ANSWERS = 3;

    private final Function<ShardId, Optional<Long>> answers;
    /** Answers there had been when nothing needed the shard any longer. */
    private final Map<ShardId, Long> since = new HashMap<>();

    /**
     * Nothing is given up yet.
     *
     * @param answers how often the pod of a shard has answered; empty while nobody answers
     */
    Retirement(Function<ShardId, Optional<Long>> answers) {
        this.answers = answers;
    }

    /** Takes notice of the shards that nothing needs and that are still there. */
    void observe(Set<ShardId> surplus) {
        since.keySet().retainAll(surplus);
        surplus.forEach(shard -> answers.apply(shard).ifPresent(count -> since.merge(shard, count, Math::min)));
    }

    boolean isDue(ShardId shard) {
        var start = since.get(shard);
        return start != null
                && answers.apply(shard).map(count -> count >= start + ANSWERS).orElse(false);
    }

    /** Whether any shard waits. */
    boolean isPending() {
        return !since.isEmpty();
    }
}
