package dev.connectors.whatsapp.connector.account;

import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.chat.PhoneNumber;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * An account as people set it up.
 *
 * @param uid tells it apart from an earlier account of the same id; empty where nobody gives one
 * @param name for people
 * @param phone the number it is meant to be linked to
 * @param messagesPerMinute how fast it may send; empty where the connector's own setting decides
 * @param proxy the way around for its connection
 */
public record Account(
        AccountId id,
        Optional<String> uid,
        String name,
        Optional<PhoneNumber> phone,
        DesiredState desired,
        OptionalInt messagesPerMinute,
        Optional<ProxySetting> proxy,
        Pairing pairing) {

    /** One that is to be connected, and has no uid, no pace of its own and no proxy. */
    public Account(AccountId id, String name, Optional<PhoneNumber> phone) {
        this(
                id,
                Optional.empty(),
                name,
                phone,
                DesiredState.CONNECTED,
                OptionalInt.empty(),
                Optional.empty(),
                Pairing.QR_CODE);
    }

    /** The phone whose owner types a code to link it; empty where a QR is scanned. */
    Optional<PhoneNumber> codeFor() {
        return pairing == Pairing.PAIRING_CODE ? phone : Optional.empty();
    }

    /** The same, wanted without a session. */
    Account loggedOut() {
        return new Account(id, uid, name, phone, DesiredState.LOGGED_OUT, messagesPerMinute, proxy, pairing);
    }
}
