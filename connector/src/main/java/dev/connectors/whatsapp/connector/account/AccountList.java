package dev.connectors.whatsapp.connector.account;

import dev.connectors.whatsapp.connector.chat.AccountId;
import java.util.List;

/**
 * Which accounts a connector is to run. An account that is not in the list is disconnected and keeps its session; only a
 * tombstone takes a session away.
 *
 * @param leftOut those that are this connector's as well and that it has no room for
 */
public record AccountList(List<Account> accounts, List<Tombstone> tombstones, List<AccountId> leftOut) {

    /**
     * Asks for an account's session to be deleted.
     *
     * @param uid of the account as it was, so that its acknowledgement is not taken for a later one's
     * @param logOut whether the device is unlinked at WhatsApp first
     */
    public record Tombstone(AccountId id, String uid, boolean logOut) {}
}
