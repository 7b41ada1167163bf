package dev.connectors.whatsapp.operator.pool;

import dev.connectors.whatsapp.operator.api.WhatsAppAccount;
import dev.connectors.whatsapp.operator.assignment.AccountId;
import dev.connectors.whatsapp.operator.manifests.Secrets.Credentials;
import io.fabric8.kubernetes.api.model.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The credentials that users keep for their accounts' proxies. */
final class ProxyCredentials {
    private ProxyCredentials() {}

    /** Of those accounts that name a Secret which is there and has a password. */
    static Map<AccountId, Credentials> of(Collection<WhatsAppAccount> accounts, World world) {
        var credentials = new TreeMap<AccountId, Credentials>();
        for (var account : accounts) {
            Optional.ofNullable(account.getSpec().proxy())
                    .flatMap(proxy -> Optional.ofNullable(proxy.credentialsSecretName()))
                    .flatMap(name -> world.find(Secret.class, name))
                    .flatMap(ProxyCredentials::of)
                    .ifPresent(found -> credentials.put(new AccountId(account.accountId()), found));
        }
        return credentials;
    }

    private static Optional<Credentials> of(Secret secret) {
        return text(secret, "password")
                .map(password -> new Credentials(text(secret, "username").orElse(""), password));
    }

    private static Optional<String> text(Secret secret, String key) {
        return SecretValues.of(secret, key).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }
}
