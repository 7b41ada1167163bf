package dev.connectors.whatsapp.connector.transfer;

import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.config.Arguments;
import dev.connectors.whatsapp.connector.config.UsageException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a command was told.
 *
 * @param folder of the copies
 * @param account the only one to be moved; empty for all
 * @param replace whether a session that is in place gives way
 */
record TransferArguments(Path folder, Optional<AccountId> account, boolean replace) {
    private static final String ACCOUNT = "--account";
    private static final String REPLACE = "--replace";

    /** @throws UsageException if it is anything else than what the usage says */
    static TransferArguments parse(String command, List<String> arguments) {
        var isImport = command.equals(TransferCommand.IMPORT);
        var folderOption = isImport ? "--from" : "--to";
        var folder = Optional.<Path>empty();
        var account = Optional.<AccountId>empty();
        var replace = false;
        for (var rest = arguments.iterator(); rest.hasNext(); ) {
            var argument = rest.next();
            if (argument.equals(folderOption)) {
                folder = Optional.of(Path.of(Arguments.value(folderOption, "a folder", rest)));
            } else if (argument.equals(ACCOUNT)) {
                account = Optional.of(Arguments.account(ACCOUNT, rest));
            } else if (argument.equals(REPLACE) && isImport) {
                replace = true;
            } else {
                throw Arguments.notUnderstood(argument);
            }
        }
        return new TransferArguments(
                folder.orElseThrow(() -> new UsageException(command + " wants " + folderOption + " FOLDER")),
                account,
                replace);
    }
}
