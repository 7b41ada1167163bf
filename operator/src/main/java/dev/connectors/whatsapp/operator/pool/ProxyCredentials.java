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
import java.util.function.Function;

/** The credentials that users keep for their accounts' proxies. */
final class ProxyCredentials {
    private static final String PASSWORD = "password";

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

    /**
     * What is wrong with the credentials that an account's proxy wants; empty if nothing is, or it wants none.
     *
     * @param secrets finds a Secret of the account's namespace by its name
     */
    static Optional<String> problem(WhatsAppAccount account, Function<String, Optional<Secret>> secrets) {
        return Optional.ofNullable(account.getSpec().proxy())
                .flatMap(proxy -> Optional.ofNullable(proxy.credentialsSecretName()))
                .flatMap(name -> {
                    var secret = secrets.apply(name);
                    if (secret.flatMap(ProxyCredentials::of).isPresent()) {
                        return Optional.empty();
                    }
                    var where = "Secret " + name + " in the namespace "
                            + account.getMetadata().getNamespace();
                    return Optional.of(
                            secret.isEmpty()
                                    ? "the proxy's credentials are missing: there is no " + where
                                    : "the proxy's credentials are missing: the " + where + " has no key " + PASSWORD);
                });
    }

    private static Optional<Credentials> of(Secret secret) {
        return text(secret, PASSWORD)
                .map(password -> new Credentials(text(secret, "username").orElse(""), password));
    }

    private static Optional<String> text(Secret secret, String key) {
        return SecretValues.of(secret, key).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }
}
