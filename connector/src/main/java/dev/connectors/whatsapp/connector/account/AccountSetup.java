package dev.connectors.whatsapp.connector.account;

import dev.connectors.whatsapp.connector.chat.PhoneNumber;

/** Sets up an account that somebody asks for by the API. */
@FunctionalInterface
public interface AccountSetup {
    /**
     * Its id is derived from the number ({@link AccountIds}), so that two requests at the same moment cannot make two
     * accounts of one phone.
     *
     * @throws AccountExistsException if this number has an account
     * @throws AccountRefusedException if whoever keeps the accounts will not have it
     * @throws AccountSetupUnavailableException if it is not known whether there is one now
     */
    Account create(String name, PhoneNumber phone);
}
