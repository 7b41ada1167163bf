package dev.connectors.whatsapp.operator.manifests;

import dev.connectors.whatsapp.operator.api.Proxy;
import dev.connectors.whatsapp.operator.api.WhatsAppAccount;
import dev.connectors.whatsapp.operator.assignment.AccountEntry;
import dev.connectors.whatsapp.operator.assignment.AccountEntry.ProxyEntry;
import dev.connectors.whatsapp.operator.assignment.AccountId;
import java.util.Optional;

/** From an account's resource to its line in the list. */
public final class AccountEntries {
    private AccountEntries() {}

    public static AccountEntry of(WhatsAppAccount account) {
        var spec = account.getSpec();
        return new AccountEntry(
                new AccountId(account.accountId()),
                account.getMetadata().getUid(),
                account.displayName(),
                spec.phoneNumber(),
                spec.state(),
                spec.pairing(),
                spec.rateLimit().messagesPerMinute(),
                Optional.ofNullable(spec.proxy()).map(AccountEntries::proxy).orElse(null));
    }

    private static ProxyEntry proxy(Proxy proxy) {
        return new ProxyEntry(proxy.protocol(), proxy.host(), proxy.port(), proxy.credentialsSecretName() != null);
    }
}
