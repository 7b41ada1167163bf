package dev.connectors.whatsapp.connector.account;

import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.chat.PhoneNumber;
import java.util.Optional;

/**
 * An account as people set it up.
 *
 * @param uid tells it apart from an earlier account of the same id; empty where nobody gives one
 * @param name for people
 * @param phone the number it is meant to be linked to
 */
public record Account(
        AccountId id, Optional<String> uid, String name, Optional<PhoneNumber> phone, DesiredState desired) {

    /** One that is to be connected, and has no uid. */
    public Account(AccountId id, String name, Optional<PhoneNumber> phone) {
        this(id, Optional.empty(), name, phone, DesiredState.CONNECTED);
    }
}
