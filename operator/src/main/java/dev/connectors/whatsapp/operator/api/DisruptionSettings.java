package dev.connectors.whatsapp.operator.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import org.jspecify.annotations.Nullable;

/** How much of a pool may be down when nodes are drained. */
public record DisruptionSettings(
        @JsonPropertyDescription("Whether the pool has a PodDisruptionBudget. Default: true.") @Default("true")
        Boolean enabled,

        @JsonPropertyDescription("How many shards may be down at a time because nodes are drained. Default: 1.")
        @Default("1")
        @Min(1)
        @Max(Shards.MOST)
        Integer maxUnavailable) {

    /** Applies the defaults. */
    public DisruptionSettings(@Nullable Boolean enabled, @Nullable Integer maxUnavailable) {
        this.enabled = enabled == null || enabled;
        this.maxUnavailable = maxUnavailable == null ? 1 : maxUnavailable;
    }
}
