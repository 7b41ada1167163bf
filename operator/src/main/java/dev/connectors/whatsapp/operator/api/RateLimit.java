package dev.connectors.whatsapp.operator.api;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import org.jspecify.annotations.Nullable;

/** The pace of an account's sends. */
public record RateLimit(
        @JsonPropertyDescription(
                "Messages that the account sends within a minute at most, from 1 to 600. What is above waits in the"
                        + " outbox. Default: 60.")
        @Default("60")
        @Min(1)
        @Max(600)
        Integer messagesPerMinute) {

    /** Holds for an account that says nothing else: {@code RATE_LIMIT_ACCOUNT_PER_MIN} of the connector. */
    public static final int DEFAULT_MESSAGES_PER_MINUTE = 60;

    /** Applies the default. */
    public RateLimit(@Nullable Integer messagesPerMinute) {
        this.messagesPerMinute = messagesPerMinute == null ? DEFAULT_MESSAGES_PER_MINUTE : messagesPerMinute;
    }
}
