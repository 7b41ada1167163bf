package dev.connectors.whatsapp.connector.kubernetes;

import com.sun.net.httpserver.HttpServer;
import dev.connectors.whatsapp.connector.account.AccountSetupUnavailableException;
import dev.connectors.whatsapp.connector.chat.PhoneNumber;
import dev.connectors.whatsapp.connector.config.Settings.KubernetesSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** With what is asked, and what becomes of it on a bad day. A real API server answers in the operator's tests. */
@Tag("H6")
class AccountResourcesTest {
    private static final PhoneNumber PHONE = PhoneNumber.parse("40712345678");

    /** A request as it came. */
    private record Asked(String method, String path, String authorization, String body) {}

    private final List<Asked> asked = new ArrayList<>();
    private final Path credentials;
    private final HttpServer server;

    AccountResourcesTest(@TempDir Path credentials) throws IOException {
        this.credentials = credentials;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                asked.add(new Asked(
                        exchange.getRequestMethod(),
                        exchange.getRequestURI().getPath(),
                        exchange.getRequestHeaders().getFirst("Authorization"),
                        new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
                exchange.sendResponseHeaders(201, -1);
            }
        });
    }

    @BeforeEach
    void mount() throws IOException, GeneralSecurityException {
        server.start();
        Files.writeString(credentials.resolve("namespace"), "messaging\n");
        Files.writeString(credentials.resolve("token"), "first\n");
        Files.writeString(credentials.resolve("ca.crt"), anAuthority());
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    /** Any certificate will do: the server here speaks no TLS. */
    private static String anAuthority() throws GeneralSecurityException {
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init((KeyStore) null);
        var authority = Arrays.stream(factory.getTrustManagers())
                .filter(X509TrustManager.class::isInstance)
                .map(X509TrustManager.class::cast)
                .flatMap(manager -> Arrays.stream(manager.getAcceptedIssuers()))
                .findFirst()
                .orElseThrow();
        var base64 = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));
        return "-----BEGIN CERTIFICATE-----\n" + base64.encodeToString(authority.getEncoded())
                + "\n-----END CERTIFICATE-----\n";
    }

    private AccountResources resources() {
        var address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        return new AccountResources(new KubernetesSettings(address, credentials, "default"));
    }

    @Test
    void anAccountIsPostedIntoTheConnectorsNamespace() {
        var account = resources().create("Sales", PHONE);

        assertThat(asked).singleElement().satisfies(request -> {
            assertThat(request.method()).isEqualTo("POST");
            assertThat(request.path())
                    .isEqualTo("/apis/whatsapp.connectors.dev/v1alpha1/namespaces/messaging/whatsappaccounts");
            assertThat(request.body()).contains(account.id().value(), "\"displayName\":\"Sales\"");
        });
    }

    @Test
    void aTokenThatIsRenewedIsTheOneThatIsShown() throws IOException {
        var resources = resources();
        resources.create("Sales", PHONE);

        Files.writeString(credentials.resolve("token"), "second\n");
        resources.create("Sales", PHONE);

        assertThat(asked).extracting(Asked::authorization).containsExactly("Bearer first", "Bearer second");
    }

    @Test
    void whereNobodyAnswersTheAccountIsToBeAskedForAgain() {
        var resources = resources();
        server.stop(0);

        assertThatThrownBy(() -> resources.create("Sales", PHONE))
                .isInstanceOf(AccountSetupUnavailableException.class)
                .hasMessageContaining("127.0.0.1");
    }

    @Test
    void withoutWhatIsMountedNothingIsAsked() throws IOException {
        Files.delete(credentials.resolve("token"));

        assertThatThrownBy(() -> resources().create("Sales", PHONE))
                .isInstanceOf(AccountSetupUnavailableException.class);
        assertThat(asked).isEmpty();
    }
}
