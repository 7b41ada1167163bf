package dev.connectors.whatsapp.connector.config;

import dev.connectors.whatsapp.connector.chat.AccountId;
import java.util.Iterator;

/** What stands behind a command's name, word by word. */
public final class Arguments {
    private Arguments() {}

    /**
     * The word behind an option.
     *
     * @param what it has to be, for the message
     * @throws UsageException if there is none
     */
    public static String value(String option, String what, Iterator<String> rest) {
        if (!rest.hasNext()) {
            throw new UsageException(option + " wants " + what + " behind it");
        }
        return rest.next();
    }

    /**
     * The account named behind an option.
     *
     * @throws UsageException if there is none
     */
    public static AccountId account(String option, Iterator<String> rest) {
        try {
            return new AccountId(value(option, "the id of an account", rest));
        } catch (IllegalArgumentException e) {
            throw new UsageException(option + ": " + e.getMessage());
        }
    }

    public static UsageException notUnderstood(String argument) {
        return new UsageException("\"" + argument + "\" is not understood");
    }
}
