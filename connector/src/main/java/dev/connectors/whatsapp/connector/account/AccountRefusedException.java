package dev.connectors.whatsapp.connector.account;

/** Whoever keeps the accounts will not have this one; nothing was written. */
public final class AccountRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message for whoever asked for the account */
    public AccountRefusedException(String message) {
        super(message);
    }
}
