package dev.connectors.whatsapp.connector.account;

import dev.connectors.whatsapp.connector.chat.AccountId;
import java.time.Instant;

/** Takes note of what WhatsApp lets an account do. */
public interface Restrictions {
    /**
     * The account may not begin conversations before then. It is written, so that whoever holds the account next knows it
     * as well.
     */
    void restrict(AccountId id, Instant until);
}
