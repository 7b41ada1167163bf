package dev.connectors.whatsapp.operator.pool;

import dev.connectors.whatsapp.operator.api.ConnectorPool;
import dev.connectors.whatsapp.operator.assignment.ShardId;
import dev.connectors.whatsapp.operator.connector.ConnectorPoller.PodRef;
import dev.connectors.whatsapp.operator.connector.ConnectorPoller.Target;
import dev.connectors.whatsapp.operator.manifests.Secrets;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Whom to ask about the shards. */
final class Targets {
    private Targets() {}

    /** Every shard of which there is a workload: one without a pod counts as not answering. */
    static Map<ShardId, Target> of(World world) {
        var pools = world.pools().stream()
                .map((ConnectorPool pool) -> pool.getMetadata().getName())
                .collect(Collectors.toSet());
        var targets = new TreeMap<ShardId, Target>();
        world.all(StatefulSet.class)
                .flatMap(workload -> ShardId.parse(workload.getMetadata().getName()).stream())
                .filter(shard -> pools.contains(shard.pool()))
                .forEach(shard -> world.find(Secret.class, Secrets.tokenName(shard.pool()))
                        .flatMap(Tokens::of)
                        .ifPresent(token -> targets.put(shard, target(world, shard, token))));
        return targets;
    }

    private static Target target(World world, ShardId shard, String token) {
        var pod = world.all(Pod.class)
                .filter(candidate -> Shards.of(candidate).equals(Optional.of(shard)))
                .findFirst();
        return new Target(
                pod.map(it ->
                        new PodRef(it.getMetadata().getName(), it.getMetadata().getUid())),
                pod.flatMap(it -> Optional.ofNullable(it.getStatus()))
                        .flatMap((PodStatus status) -> Optional.ofNullable(status.getPodIP()))
                        .filter(address -> !address.isBlank()),
                token);
    }
}
