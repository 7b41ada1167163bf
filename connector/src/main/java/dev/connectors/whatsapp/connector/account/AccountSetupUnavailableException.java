package dev.connectors.whatsapp.connector.account;

/** Whoever keeps the accounts gave no answer that says whether there is one now. */
public final class AccountSetupUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public AccountSetupUnavailableException(String message) {
        super(message);
    }

    public AccountSetupUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
