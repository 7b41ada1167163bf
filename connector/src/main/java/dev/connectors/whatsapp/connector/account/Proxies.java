package dev.connectors.whatsapp.connector.account;

import dev.connectors.whatsapp.connector.bridge.Proxy;
import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.config.Settings;
import dev.connectors.whatsapp.connector.config.Settings.FleetSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Puts proxies and their credentials together: {@code {"username","password"}} in a file named like the account's id. The
 * files are read each time, because they change while the connector runs.
 */
@Component
final class Proxies {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Optional<Path> folder;

    @Autowired
    Proxies(Settings settings) {
        this(settings.fleet().flatMap(FleetSettings::proxyCredentials));
    }

    /** @param folder {@code PROXY_CREDENTIALS_PATH} */
    Proxies(Optional<Path> folder) {
        this.folder = folder;
    }

    /**
     * The account's proxy; empty if it has none.
     *
     * @throws MissingCredentialsException if there is one that must not be used without its credentials
     */
    Optional<Proxy> of(Account account) {
        return account.proxy().map(proxy -> complete(account.id(), proxy));
    }

    private Proxy complete(AccountId account, ProxySetting proxy) {
        if (!proxy.credentials()) {
            return new Proxy(proxy.protocol(), proxy.host(), proxy.port(), "", "");
        }
        var file = folder.map(path -> path.resolve(account.value()))
                .orElseThrow(() -> new MissingCredentialsException("PROXY_CREDENTIALS_PATH is not set"));
        var json = read(file);
        var password = json.path("password").asString("");
        if (password.isEmpty()) {
            throw new MissingCredentialsException(file + " has no password");
        }
        return new Proxy(
                proxy.protocol(),
                proxy.host(),
                proxy.port(),
                json.path("username").asString(""),
                password);
    }

    private static JsonNode read(Path file) {
        try {
            return JSON.readTree(Files.readString(file));
        } catch (NoSuchFileException e) {
            throw new MissingCredentialsException("there is no file " + file);
        } catch (IOException e) {
            throw new MissingCredentialsException(file + " cannot be read: " + e.getMessage());
        } catch (JacksonException e) {
            // Its message would show what stands there.
            throw new MissingCredentialsException(file + " is not JSON");
        }
    }

    /** The account must not be connected: without them its proxy would refuse it, and past the proxy it must not go. */
    static final class MissingCredentialsException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        MissingCredentialsException(String what) {
            super("the credentials of its proxy are missing: " + what);
        }

        String reason() {
            return String.valueOf(getMessage());
        }
    }
}
