package dev.connectors.whatsapp.operator.pool;

import dev.connectors.whatsapp.operator.api.WhatsAppAccount;
import dev.connectors.whatsapp.operator.api.WhatsAppAccountSpec;
import dev.connectors.whatsapp.operator.assignment.AccountId;
import dev.connectors.whatsapp.operator.manifests.Secrets.Credentials;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ProxyCredentialsTest {
    @Test
    void userNameAndPasswordComeFromTheSecretThatTheAccountNames() {
        assertThat(credentials("{username: dXNlcg==, password: c2VjcmV0}"))
                .containsExactly(Map.entry(new AccountId("sales"), new Credentials("user", "secret")));
    }

    @Test
    void aPasswordAloneIsEnough() {
        assertThat(credentials("{password: c2VjcmV0}"))
                .containsExactly(Map.entry(new AccountId("sales"), new Credentials("", "secret")));
    }

    @Test
    void withoutAPasswordThereAreNone() {
        assertThat(credentials("{username: dXNlcg==}")).isEmpty();
    }

    @Test
    void aValueThatIsNoBase64CountsAsNone() {
        assertThat(credentials("{password: '%'}")).isEmpty();
    }

    @Test
    void withoutTheSecretThereAreNone() {
        assertThat(ProxyCredentials.of(List.of(account()), World.of(List.of(), List.of(), Stream.of())))
                .isEmpty();
    }

    @Test
    void whatIsWrongNamesTheSecretItsNamespaceAndTheKey() {
        assertThat(problem(Optional.empty()))
                .contains(
                        "the proxy's credentials are missing: there is no Secret proxy-login in the namespace whatsapp");
        assertThat(problem(Optional.of(secret("{username: dXNlcg==}"))))
                .contains("the proxy's credentials are missing: the Secret proxy-login in the namespace whatsapp has no"
                        + " key password");
    }

    @Test
    void nothingIsWrongWithAPasswordNorWithoutAProxyThatWantsOne() {
        var direct = account();
        direct.setSpec(Serialization.unmarshal("phoneNumber: '+40712345678'", WhatsAppAccountSpec.class));

        assertThat(problem(Optional.of(secret("{password: c2VjcmV0}")))).isEmpty();
        assertThat(ProxyCredentials.problem(direct, name -> Optional.empty())).isEmpty();
    }

    private static Optional<String> problem(Optional<Secret> secret) {
        return ProxyCredentials.problem(
                account(),
                name -> secret.filter(found -> found.getMetadata().getName().equals(name)));
    }

    private static Map<AccountId, Credentials> credentials(String data) {
        return ProxyCredentials.of(List.of(account()), World.of(List.of(), List.of(), Stream.of(secret(data))));
    }

    private static Secret secret(String data) {
        return Serialization.unmarshal("""
                metadata: {name: proxy-login}
                data: %s
                """.formatted(data), Secret.class);
    }

    private static WhatsAppAccount account() {
        return Serialization.unmarshal("""
                metadata: {name: sales, namespace: whatsapp}
                spec:
                  phoneNumber: "+40712345678"
                  proxy: {host: proxy.test, port: 3128, credentialsSecretName: proxy-login}
                """, WhatsAppAccount.class);
    }
}
