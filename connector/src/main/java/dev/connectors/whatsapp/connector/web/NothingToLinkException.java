package dev.connectors.whatsapp.connector.web;

import dev.connectors.whatsapp.connector.chat.AccountId;

/** There is neither a QR nor a code at the moment. */
final class NothingToLinkException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NothingToLinkException(AccountId account) {
        super("account " + account
                + " has neither a QR nor a code at the moment: it is linked, or WhatsApp has given none yet");
    }
}
