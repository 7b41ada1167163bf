package dev.connectors.whatsapp.connector.account;

import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.chat.PhoneNumber;
import java.util.Optional;

/**
 * An account as people set it up.
 *
 * @param name for people
 * @param phone the number it is meant to be linked to
 */
public record Account(AccountId id, String name, Optional<PhoneNumber> phone) {}
