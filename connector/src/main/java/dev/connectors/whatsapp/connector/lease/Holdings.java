package dev.connectors.whatsapp.connector.lease;

import dev.connectors.whatsapp.connector.chat.AccountId;
import java.util.OptionalLong;

/** Which accounts this connector may act for at this moment. */
public interface Holdings {
    /** Under which epoch it holds the account, above that of every holder before; empty when it does not. */
    OptionalLong epoch(AccountId account);

    default boolean holds(AccountId account) {
        return epoch(account).isPresent();
    }
}
