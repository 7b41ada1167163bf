package dev.connectors.whatsapp.operator.api;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.kubernetes.model.annotation.LabelSelector;
import io.fabric8.kubernetes.model.annotation.StatusReplicas;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a pool is, as the operator last saw it. */
@JsonClassDescription("How the pool is, as the operator last saw it.")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ConnectorPoolStatus(
        @JsonPropertyDescription("The shards, by number.") List<ShardStatus> shards,

        @JsonPropertyDescription("How many shards there are.") @StatusReplicas @Nullable
        Integer replicas,

        @JsonPropertyDescription("How many shards have a pod that is ready.") @Nullable
        Integer readyShards,

        @JsonPropertyDescription("How many accounts have a shard.") @Nullable
        Integer accounts,

        @JsonPropertyDescription("How many accounts are connected.") @Nullable
        Integer connectedAccounts,

        @JsonPropertyDescription("How many accounts wait for a shard; their status says why.") @Nullable
        Integer pendingAccounts,

        @JsonPropertyDescription("Label selector of the pods, as kubectl and autoscalers take it.")
        @LabelSelector
        @Nullable
        String selector,

        @JsonPropertyDescription("The metadata.generation that this status speaks of.") @Nullable
        Long observedGeneration,

        @JsonPropertyDescription("Scheduled: every account of the pool has a shard. Ready: every shard is ready, too.")
        List<Condition> conditions) {

    public ConnectorPoolStatus {
        shards = shards == null ? List.of() : List.copyOf(shards);
        conditions = conditions == null ? List.of() : List.copyOf(conditions);
    }
}
