package dev.connectors.whatsapp.connector.account;

import dev.connectors.whatsapp.connector.chat.AccountId;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** Registries for tests of other packages, which cannot make an account connect. */
public final class ConnectedAccounts {
    private ConnectedAccounts() {}

    /** One that holds the accounts under this epoch; all of them can send. */
    public static AccountRegistry of(long epoch, AccountId... accounts) {
        var registry = new AccountRegistry(account -> OptionalLong.of(epoch));
        for (var id : accounts) {
            registry.add(new Account(id, id.value(), Optional.empty()));
            registry.update(
                    id, state -> state.in(new Phase.Online(Instant.EPOCH)).on(1));
        }
        return registry;
    }
}
