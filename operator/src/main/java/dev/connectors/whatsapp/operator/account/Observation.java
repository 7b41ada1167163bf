package dev.connectors.whatsapp.operator.account;

import dev.connectors.whatsapp.operator.connector.AccountReport;
import java.util.Optional;

/** What the connector of an account's shard has told since this operator started. */
public sealed interface Observation {
    /** After so many questions in a row without an answer nothing is known any longer. */
    int MISSES_UNTIL_UNKNOWN = 3;

    /** How many questions in a row had no answer. */
    int misses();

    default boolean isStale() {
        return misses() >= MISSES_UNTIL_UNKNOWN;
    }

    /** It never answered. */
    record Silent(int misses) implements Observation {}

    /**
     * It answered.
     *
     * @param pod which answered
     * @param account how the account is; empty if the answer does not have it, because its list did not have it yet
     * @param misses questions since then without an answer
     */
    record Answered(String pod, Optional<AccountReport> account, int misses) implements Observation {}
}
