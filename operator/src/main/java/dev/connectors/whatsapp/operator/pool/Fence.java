package dev.connectors.whatsapp.operator.pool;

import dev.connectors.whatsapp.operator.assignment.ShardId;
import io.fabric8.kubernetes.api.model.ConfigMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Keeps writes that were prepared earlier out of the account lists: those of a former leader that was paused, and our own
 * whose outcome nobody has told us. Every list bears the epoch of whoever plans. A new epoch is written to all of them, which
 * gives each a new resourceVersion, and only when a read has shown it on every one is anything planned from that read. A
 * write that supposes an earlier version then fails, or has happened before that read and is seen by it.
 *
 * <p>No clock is in this: two operators that both take themselves for the leader cannot list an account twice either. They
 * can only hinder each other, until one of them finds its lease lost. The whole argument is in {@code
 * docs/decisions/0007-fenced-account-lists.md}.
 */
final class Fence {
    private final String name;
    private String epoch;

    /** With an epoch that nobody had before. */
    Fence(String name) {
        this.name = name;
        this.epoch = fresh(name);
    }

    /** Begins a new epoch, since a write of the present one may still be on its way. */
    void renew() {
        epoch = fresh(name);
    }

    private static String fresh(String name) {
        return name + "/" + UUID.randomUUID();
    }

    /** The lists that lack the epoch, to be touched; none if what the world shows may be planned from. */
    List<Step> gaps(World world) {
        return world.all(ConfigMap.class)
                .map(ConfigMap::getMetadata)
                .filter(list -> ShardId.parse(list.getName()).isPresent())
                .filter(list -> !epoch.equals(Optional.ofNullable(list.getAnnotations())
                        .orElse(Map.of())
                        .get(Annotations.EPOCH)))
                .map(list -> (Step) new Step.Touch(list.getName(), epoch))
                .toList();
    }
}
