package dev.connectors.whatsapp.connector.account;

import dev.connectors.whatsapp.connector.account.Proxies.MissingCredentialsException;
import dev.connectors.whatsapp.connector.bridge.Proxy;
import dev.connectors.whatsapp.connector.chat.AccountId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ProxiesTest {
    @TempDir
    private Path folder;

    private static Account account(boolean credentials) {
        return new Account(
                new AccountId("sales"),
                Optional.empty(),
                "Sales",
                Optional.empty(),
                DesiredState.CONNECTED,
                OptionalInt.empty(),
                Optional.of(new ProxySetting(Proxy.Protocol.HTTP, "proxy.example.com", 3128, credentials)),
                Pairing.QR_CODE);
    }

    @Test
    void anAccountWithoutAProxyHasNone() {
        var account = new Account(new AccountId("sales"), "Sales", Optional.empty());

        assertThat(new Proxies(Optional.of(folder)).of(account)).isEmpty();
    }

    @Test
    void aProxyWithoutCredentialsNeedsNoFile() {
        assertThat(new Proxies(Optional.empty()).of(account(false)))
                .contains(new Proxy(Proxy.Protocol.HTTP, "proxy.example.com", 3128, "", ""));
    }

    @Test
    void credentialsAreReadAnewEachTime() throws IOException {
        var proxies = new Proxies(Optional.of(folder));
        Files.writeString(folder.resolve("sales"), "{\"username\":\"u\",\"password\":\"old\"}");
        proxies.of(account(true));

        Files.writeString(folder.resolve("sales"), "{\"username\":\"u\",\"password\":\"new\"}");

        assertThat(proxies.of(account(true)))
                .contains(new Proxy(Proxy.Protocol.HTTP, "proxy.example.com", 3128, "u", "new"));
    }

    @Test
    void aProxyDoesNotShowItsCredentials() {
        assertThat(new Proxy(Proxy.Protocol.HTTP, "proxy.example.com", 3128, "user", "secret"))
                .asString()
                .doesNotContain("user", "secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "secret", "{}", "[]", "{\"username\":\"secret\"}", "{\"password\":\"\"}"})
    void aFileWithoutAPasswordIsNamedAndNotShown(String content) throws IOException {
        var file = Files.writeString(folder.resolve("sales"), content);

        assertThatThrownBy(() -> new Proxies(Optional.of(folder)).of(account(true)))
                .isInstanceOf(MissingCredentialsException.class)
                .hasMessageStartingWith("the credentials of its proxy are missing: " + file)
                .hasMessageNotContaining("secret");
    }

    @Test
    void aMissingFileIsNamed() {
        assertThatThrownBy(() -> new Proxies(Optional.of(folder)).of(account(true)))
                .isInstanceOf(MissingCredentialsException.class)
                .hasMessage("the credentials of its proxy are missing: there is no file " + folder.resolve("sales"));
    }

    @Test
    void aMissingFolderIsNamedByItsSetting() {
        assertThatThrownBy(() -> new Proxies(Optional.empty()).of(account(true)))
                .isInstanceOf(MissingCredentialsException.class)
                .hasMessageEndingWith("PROXY_CREDENTIALS_PATH is not set");
    }
}
