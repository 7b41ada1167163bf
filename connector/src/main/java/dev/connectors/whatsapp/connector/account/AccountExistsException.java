package dev.connectors.whatsapp.connector.account;

import dev.connectors.whatsapp.connector.chat.AccountId;

/** The phone number has an account already. */
public final class AccountExistsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient AccountId account;

    public AccountExistsException(AccountId account) {
        super("this phone number already has the account " + account);
        this.account = account;
    }

    public AccountId account() {
        return account;
    }
}
