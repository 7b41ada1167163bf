package dev.connectors.whatsapp.operator.api;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One thing that holds of a resource, does not hold, or is not known. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Condition(
        @JsonPropertyDescription("What it speaks of.") @Required
        ConditionType type,

        @JsonPropertyDescription("Whether it holds: True, False or Unknown.") @Required
        ConditionStatus status,

        @JsonPropertyDescription("Why, in one word for programs; events carry the same words.") @Required
        Reason reason,

        @JsonPropertyDescription("Why, for people, and what can be done.") @Required
        String message,

        @JsonPropertyDescription("When the status last changed.") @Required @JsonFormat(shape = JsonFormat.Shape.STRING)
        Instant lastTransitionTime,

        @JsonPropertyDescription("The metadata.generation that it speaks of.") @Nullable
        Long observedGeneration) {}
