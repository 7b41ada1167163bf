package dev.connectors.whatsapp.operator.api;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Why something is as it is. Conditions and events share these words; programs may rely on them. */
public enum Reason {
    // Scheduled
    ASSIGNED,
    POOL_NOT_FOUND,
    POOL_FULL,
    PINNED_SHARD_NOT_FOUND,
    PINNED_SHARD_CORDONED,
    PINNED_SHARD_FULL,
    SESSION_SHARD_FULL,
    ACCOUNT_ID_IN_USE,
    PHONE_NUMBER_IN_USE,
    SESSION_BEING_DELETED,
    NOT_SCHEDULED,
    DELETING,

    // Paired and Connected
    PAIRED,
    NEEDS_PAIRING,
    CONNECTED,
    CONNECTING,
    DISCONNECTED,
    NOT_SEEN,
    SESSION_UNREADABLE,
    PROXY_CREDENTIALS_MISSING,
    PAUSED,
    LOGGED_OUT,
    LOGGING_OUT,
    CONNECTOR_STARTING,
    CONNECTOR_UNREACHABLE,

    // Ready
    AS_WANTED,
    ACCOUNTS_PENDING,
    SHARDS_NOT_READY;

    private final String word = Arrays.stream(name().split("_"))
            .map(part -> part.charAt(0) + part.substring(1).toLowerCase(Locale.ROOT))
            .collect(Collectors.joining());

    /** As it stands in conditions and events: {@code PoolFull}. */
    @JsonValue
    public String word() {
        return word;
    }

    /** The reverse of {@link #word}. */
    @JsonCreator
    public static Reason of(String word) {
        return Arrays.stream(values())
                .filter(reason -> reason.word.equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no reason is called \"" + word + "\""));
    }
}
