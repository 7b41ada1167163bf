package dev.connectors.whatsapp.connector.migration;

import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.config.Arguments;
import dev.connectors.whatsapp.connector.config.UsageException;
import java.util.List;
import java.util.Optional;

/**
 * What the command was told.
 *
 * @param apply whether to write; else it only says what it would do
 * @param account whose the threads are that do not say it themselves
 */
record MigrateArguments(boolean apply, Optional<AccountId> account) {
    private static final String APPLY = "--apply";
    private static final String ACCOUNT = "--account";

    /**
     * Reads what stands behind {@code migrate}.
     *
     * @throws UsageException if it is anything else than what the usage says
     */
    static MigrateArguments parse(List<String> arguments) {
        var apply = false;
        var account = Optional.<AccountId>empty();
        for (var rest = arguments.iterator(); rest.hasNext(); ) {
            var argument = rest.next();
            switch (argument) {
                case APPLY -> apply = true;
                case ACCOUNT -> account = Optional.of(Arguments.account(ACCOUNT, rest));
                default -> throw Arguments.notUnderstood(argument);
            }
        }
        return new MigrateArguments(apply, account);
    }
}
