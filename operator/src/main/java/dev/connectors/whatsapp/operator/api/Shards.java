package dev.connectors.whatsapp.operator.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.model.annotation.SpecReplicas;
import org.jspecify.annotations.Nullable;

/** How many shards a pool may have. */
@ValidationRule(value = "self.min <= self.max", message = "min must not be greater than max", fieldPath = ".min")
public record Shards(
        @JsonPropertyDescription("Shards that run in any case, from 0 to 1000; what kubectl scale sets. Default: 1.")
        @Default("1")
        @Min(0)
        @Max(Shards.MOST)
        @SpecReplicas
        Integer min,

        @JsonPropertyDescription("Shards that the operator may open when accounts need them, from 1 to 1000. A lower"
                + " number than there are takes no shard away, but those above it take no new accounts. Default: 10.")
        @Default("10")
        @Min(1)
        @Max(Shards.MOST)
        Integer max) {

    /** 100,000 accounts at 100 a shard. */
    public static final int MOST = 1000;

    public static final int DEFAULT_MIN = 1;
    public static final int DEFAULT_MAX = 10;

    /** Applies the defaults. */
    public Shards(@Nullable Integer min, @Nullable Integer max) {
        this.min = min == null ? DEFAULT_MIN : min;
        this.max = max == null ? DEFAULT_MAX : max;
    }
}
