package dev.connectors.whatsapp.operator.assignment;

import java.util.Comparator;
import java.util.Objects;

/**
 * Asks a connector to delete an account's session. It stays in the list until the connector has said that the session is
 * gone; nothing else deletes one.
 *
 * @param uid of the resource that is being deleted
 * @param logOut whether the device is unlinked at WhatsApp first
 */
public record Tombstone(AccountId accountId, String uid, boolean logOut) implements Comparable<Tombstone> {
    private static final Comparator<Tombstone> ORDER = Comparator.comparing(Tombstone::accountId)
            .thenComparing(Tombstone::uid)
            .thenComparing(Tombstone::logOut);

    public Tombstone {
        Objects.requireNonNull(accountId, "accountId");
        Objects.requireNonNull(uid, "uid");
    }

    @Override
    public int compareTo(Tombstone other) {
        return ORDER.compare(this, other);
    }
}
