package dev.connectors.whatsapp.connector.kubernetes;

import dev.connectors.whatsapp.connector.account.Account;
import dev.connectors.whatsapp.connector.account.AccountIds;
import dev.connectors.whatsapp.connector.account.AccountRefusedException;
import dev.connectors.whatsapp.connector.account.AccountSetup;
import dev.connectors.whatsapp.connector.account.AccountSetupUnavailableException;
import dev.connectors.whatsapp.connector.chat.PhoneNumber;
import dev.connectors.whatsapp.connector.config.Settings.KubernetesSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sets up accounts as resources, with a service account that may create them and do nothing else. That is one request now
 * and then: no client library is needed for it, and no connection is kept.
 */
public final class AccountResources implements AccountSetup {
    private static final Logger log = LoggerFactory.getLogger(AccountResources.class);
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(2);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);
    /** Long enough to be a phone number, which a refusal may repeat. */
    private static final Pattern MANY_DIGITS = Pattern.compile("[0-9]{7,}");

    private final KubernetesSettings settings;

    public AccountResources(KubernetesSettings settings) {
        this.settings = settings;
    }

    @Override
    public Account create(String name, PhoneNumber phone) {
        var account = new Account(AccountIds.of(phone), name, Optional.of(phone));
        var resource = new AccountResource(account, settings.pool());
        var answer = post(resource.json());
        try {
            resource.check(answer.statusCode(), answer.body());
            return account;
        } catch (AccountRefusedException | AccountSetupUnavailableException e) {
            log.atWarn()
                    .addKeyValue("accountId", account.id())
                    .addKeyValue("status", answer.statusCode())
                    .addKeyValue("answer", MANY_DIGITS.matcher(answer.body()).replaceAll("****"))
                    .log("Kubernetes has not taken an account");
            throw e;
        }
    }

    /** The kubelet renews the files while the connector runs, so they are read each time. */
    private HttpResponse<String> post(String resource) {
        try (var client = HttpClient.newBuilder()
                .connectTimeout(CONNECT_WITHIN)
                .sslContext(trusting(file("ca.crt")))
                .build()) {
            return client.send(request(resource), BodyHandlers.ofString());
        } catch (IOException | GeneralSecurityException e) {
            throw new AccountSetupUnavailableException("Kubernetes at " + settings.apiServer() + " cannot be asked", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AccountSetupUnavailableException("the connector is being stopped", e);
        }
    }

    private HttpRequest request(String resource) throws IOException {
        return HttpRequest.newBuilder(accounts(read("namespace")))
                .timeout(ANSWER_WITHIN)
                .header("Authorization", "Bearer " + read("token"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(resource))
                .build();
    }

    private URI accounts(String namespace) {
        return settings.apiServer()
                .resolve("/apis/whatsapp.connectors.dev/v1alpha1/namespaces/" + namespace
                        + "/whatsappaccounts?fieldManager=whatsapp-connector");
    }

    private String read(String name) throws IOException {
        return Files.readString(file(name)).strip();
    }

    private Path file(String name) {
        return settings.credentials().resolve(name);
    }

    /** The cluster's own authority and no other. */
    private static SSLContext trusting(Path authorities) throws IOException, GeneralSecurityException {
        var trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        try (var pem = Files.newInputStream(authorities)) {
            for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                trusted.setCertificateEntry("authority-" + trusted.size(), certificate);
            }
        }
        var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        var context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }
}
