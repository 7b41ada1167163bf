package dev.connectors.whatsapp.connector.outbox;

import dev.connectors.whatsapp.connector.chat.AccountId;

/** There is no such account; nothing was written. */
public final class UnknownAccountException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnknownAccountException(AccountId account) {
        super("there is no account " + account);
    }
}
