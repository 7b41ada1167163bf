package dev.connectors.whatsapp.connector.account;

import dev.connectors.whatsapp.connector.account.AccountList.Tombstone;
import dev.connectors.whatsapp.connector.bridge.Proxy;
import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.chat.PhoneNumber;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads {@code accounts.json}, which the operator writes:
 * {@code {"accounts":[{"accountId","uid","name","phone","state","pairing","messagesPerMinute",
 * "proxy":{"protocol","host","port","credentials"}}], "tombstones":[{"accountId","uid","logOut"}]}}; fields it does not know
 * are left alone.
 */
final class AccountListFile {
    private static final Logger log = LoggerFactory.getLogger(AccountListFile.class);
    private static final JsonMapper JSON = JsonMapper.shared();

    private AccountListFile() {}

    /**
     * Leaves out an entry that cannot be understood: it must not hold up the others.
     *
     * @throws IllegalArgumentException if this is no list at all
     */
    static AccountList parse(String text) {
        JsonNode json;
        try {
            json = JSON.readTree(text);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("it is not JSON: " + e.getOriginalMessage(), e);
        }
        if (!json.path("accounts").isArray()) {
            throw new IllegalArgumentException("it has no list \"accounts\"");
        }
        return new AccountList(
                entries(json.path("accounts")).flatMap(AccountListFile::account).toList(),
                entries(json.path("tombstones"))
                        .flatMap(AccountListFile::tombstone)
                        .toList(),
                List.of());
    }

    private static Stream<JsonNode> entries(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    private static Stream<Account> account(JsonNode entry) {
        try {
            var id = new AccountId(entry.path("accountId").asString(""));
            return Stream.of(new Account(
                    id,
                    text(entry, "uid"),
                    text(entry, "name").orElse(id.value()),
                    text(entry, "phone").map(PhoneNumber::parse),
                    desired(text(entry, "state").orElse("Connected")),
                    messagesPerMinute(entry.path("messagesPerMinute")),
                    proxy(entry),
                    pairing(text(entry, "pairing").orElse("QRCode"))));
        } catch (IllegalArgumentException e) {
            leftOut(entry, e);
            return Stream.empty();
        }
    }

    /** An entry whose proxy makes no sense is left out: the account must not be taken for one without. */
    private static Optional<ProxySetting> proxy(JsonNode entry) {
        var proxy = entry.path("proxy");
        if (proxy.isMissingNode() || proxy.isNull()) {
            return Optional.empty();
        }
        var protocol = proxy.path("protocol").asString("");
        return Optional.of(new ProxySetting(
                switch (protocol) {
                    case "HTTP" -> Proxy.Protocol.HTTP;
                    case "SOCKS5" -> Proxy.Protocol.SOCKS5;
                    default ->
                        throw new IllegalArgumentException("proxy.protocol must be HTTP or SOCKS5, not " + protocol);
                },
                proxy.path("host").asString(""),
                proxy.path("port").asInt(0),
                proxy.path("credentials").asBoolean(false)));
    }

    private static DesiredState desired(String state) {
        return switch (state) {
            case "Connected" -> DesiredState.CONNECTED;
            case "Paused" -> DesiredState.PAUSED;
            case "LoggedOut" -> DesiredState.LOGGED_OUT;
            default -> throw new IllegalArgumentException("state must be Connected, Paused or LoggedOut, not " + state);
        };
    }

    private static OptionalInt messagesPerMinute(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return OptionalInt.empty();
        }
        if (!value.isInt() || value.asInt() < 1) {
            throw new IllegalArgumentException("messagesPerMinute must be a whole number from 1 on, not " + value);
        }
        return OptionalInt.of(value.asInt());
    }

    private static Pairing pairing(String pairing) {
        return switch (pairing) {
            case "QRCode" -> Pairing.QR_CODE;
            case "PairingCode" -> Pairing.PAIRING_CODE;
            default -> throw new IllegalArgumentException("pairing must be QRCode or PairingCode, not " + pairing);
        };
    }

    private static Stream<Tombstone> tombstone(JsonNode entry) {
        try {
            return Stream.of(new Tombstone(
                    new AccountId(entry.path("accountId").asString("")),
                    text(entry, "uid").orElse(""),
                    entry.path("logOut").asBoolean(true)));
        } catch (IllegalArgumentException e) {
            leftOut(entry, e);
            return Stream.empty();
        }
    }

    private static Optional<String> text(JsonNode entry, String field) {
        return Optional.of(entry.path(field).asString("")).filter(value -> !value.isEmpty());
    }

    private static void leftOut(JsonNode entry, IllegalArgumentException e) {
        log.atError()
                .addKeyValue("accountId", entry.path("accountId").asString(""))
                .addKeyValue("problem", e.getMessage())
                .log("an entry of the account list cannot be understood and is left out");
    }
}
