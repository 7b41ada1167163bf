package dev.connectors.whatsapp.connector.web;

/** An operator's users decide which accounts there are, and this connector may set up none; nothing was written. */
final class AccountsAreResourcesException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    AccountsAreResourcesException() {
        super("accounts are WhatsAppAccount resources here: apply one with kubectl, or enable the pool's accountApi");
    }
}
