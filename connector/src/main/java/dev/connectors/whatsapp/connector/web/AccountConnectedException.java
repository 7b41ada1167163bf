package dev.connectors.whatsapp.connector.web;

import dev.connectors.whatsapp.connector.chat.AccountId;

/** The account needs no QR; nothing was done. */
final class AccountConnectedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    AccountConnectedException(AccountId account) {
        super("account " + account + " is connected: a new QR would cut it off; reset it if that is what is meant");
    }
}
