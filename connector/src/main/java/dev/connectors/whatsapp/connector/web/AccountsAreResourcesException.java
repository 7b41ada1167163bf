package dev.connectors.whatsapp.connector.web;

/** An operator decides which accounts there are; nothing was written. */
final class AccountsAreResourcesException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    AccountsAreResourcesException() {
        super("accounts are WhatsAppAccount resources here: apply one with kubectl");
    }
}
