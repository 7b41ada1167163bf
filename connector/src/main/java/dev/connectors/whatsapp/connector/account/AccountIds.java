package dev.connectors.whatsapp.connector.account;

import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.chat.PhoneNumber;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Ids for accounts that are set up without one. */
public final class AccountIds {
    private AccountIds() {}

    /** The same number gives the same id, which does not show the number. */
    public static AccountId of(PhoneNumber phone) {
        var digest = UUID.nameUUIDFromBytes(("whatsapp-account:" + phone.digits()).getBytes(StandardCharsets.UTF_8));
        return new AccountId("account_" + digest.toString().replace("-", "").substring(0, 16));
    }
}
