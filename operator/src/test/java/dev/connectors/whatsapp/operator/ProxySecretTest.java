package dev.connectors.whatsapp.operator;

import dev.connectors.whatsapp.operator.api.Condition;
import dev.connectors.whatsapp.operator.api.ConditionType;
import dev.connectors.whatsapp.operator.api.Reason;
import dev.connectors.whatsapp.operator.api.WhatsAppAccount;
import dev.connectors.whatsapp.operator.fakeapi.FakeApiServer;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A Secret with the credentials of a proxy reaches the accounts that name it. */
class ProxySecretTest {
    /** Far less than the time after which everything is looked at in any case. */
    private static final Duration SOON = Duration.ofSeconds(60);

    private final FakeApiServer api = FakeApiServer.start(Fleet.NAMESPACE);
    private final RunningOperator operator = new RunningOperator(api);

    @AfterEach
    void stop() {
        operator.close();
        api.close();
    }

    @Test
    void theStatusFollowsTheSecret() throws IOException {
        new Fleet(api).pool();
        api.create(Serialization.unmarshal("""
                apiVersion: whatsapp.connectors.dev/v1alpha1
                kind: WhatsAppAccount
                metadata: {name: sales}
                spec:
                  phoneNumber: "+40712345678"
                  proxy: {host: proxy.test, port: 3128, credentialsSecretName: proxy-login}
                """, WhatsAppAccount.class));
        operator.start();

        await().atMost(SOON).until(this::reason, Optional.of(Reason.PROXY_CREDENTIALS_MISSING)::equals);
        assertThat(ready().map(Condition::message))
                .contains(
                        "the proxy's credentials are missing: there is no Secret proxy-login in the namespace whatsapp");

        var secret = Serialization.unmarshal("""
                apiVersion: v1
                kind: Secret
                metadata: {name: proxy-login}
                data: {username: dXNlcg==, password: c2VjcmV0}
                """, Secret.class);
        api.create(secret);
        await().atMost(SOON).until(this::reason, Optional.of(Reason.CONNECTOR_STARTING)::equals);

        api.delete(secret);
        await().atMost(SOON).until(this::reason, Optional.of(Reason.PROXY_CREDENTIALS_MISSING)::equals);
    }

    private Optional<Reason> reason() {
        return ready().map(Condition::reason);
    }

    private Optional<Condition> ready() {
        return api.list(WhatsAppAccount.class).stream()
                .flatMap(account -> Optional.ofNullable(account.getStatus()).stream())
                .flatMap(status -> status.conditions().stream())
                .filter(condition -> condition.type() == ConditionType.READY)
                .findFirst();
    }
}
