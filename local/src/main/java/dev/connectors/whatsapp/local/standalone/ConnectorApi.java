package dev.connectors.whatsapp.local.standalone;

import dev.connectors.whatsapp.local.http.Bearer;
import dev.connectors.whatsapp.local.http.HttpFailure;
import dev.connectors.whatsapp.local.http.JsonHttp;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The connector's HTTP API as a client uses it. */
public final class ConnectorApi implements AutoCloseable {
    private static final Pattern PICTURE = Pattern.compile("<img[^>]* src=\"(data:image/png;base64,[^\"]+)\"");

    private final JsonHttp http;

    public ConnectorApi(URI connector) {
        this.http = new JsonHttp(connector);
    }

    /** {@code GET /health}, which is answered with 503 while accounts connect. */
    public record Health(boolean ok, String status, List<AccountHealth> accounts) {}

    /** An account in {@code /health}. */
    public record AccountHealth(String accountId, String name, String status) {}

    /** The answer to {@code POST /api/accounts}. */
    public record CreatedAccount(boolean success, AccountIdentity account) {}

    /** The part of it that says which account it is. */
    public record AccountIdentity(String accountId) {}

    /** What {@code POST /api/send} takes. */
    public record SendRequest(
            String threadId, String accountId, String chatId, String to, String text, String clientMessageId) {
        /** To a contact by its number, digits only. */
        public static SendRequest to(String contact, String accountId, String text, String clientMessageId) {
            var chat = contact + "@s.whatsapp.net";
            return new SendRequest(accountId + "_" + chat, accountId, chat, chat, text, clientMessageId);
        }
    }

    /** The answer to {@code POST /api/send}. */
    public record SendResponse(boolean ok, String commandId, boolean duplicate) {}

    public Health health() {
        try {
            return http.get("/health", Bearer.NONE, Health.class);
        } catch (HttpFailure failure) {
            if (failure.status() == 503) {
                return JsonHttp.json().readValue(failure.body(), Health.class);
            }
            throw failure;
        }
    }

    public String createAccount(String superAdmin, String name, String phone) {
        var created = http.post(
                "/api/accounts", new Bearer(superAdmin), Map.of("name", name, "phone", phone), CreatedAccount.class);
        return created.account().accountId();
    }

    /** The picture on the account's QR page as a data URL; empty while there is none. */
    public Optional<String> qrPicture(String superAdmin, String accountId) {
        try {
            var matcher = PICTURE.matcher(http.getText(qrPath(accountId), new Bearer(superAdmin)));
            return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
        } catch (HttpFailure failure) {
            if (failure.status() == 404) {
                return Optional.empty();
            }
            throw failure;
        }
    }

    public SendResponse send(String employee, SendRequest request) {
        return http.post("/api/send", new Bearer(employee), request, SendResponse.class);
    }

    public URI uri(String path) {
        return http.uri(path);
    }

    /** For people. */
    public URI page() {
        return http.uri("/");
    }

    public URI qrPage(String accountId) {
        return http.uri(qrPath(accountId));
    }

    @Override
    public void close() {
        http.close();
    }

    private static String qrPath(String accountId) {
        return "/api/whatsapp/qr/" + JsonHttp.encode(accountId);
    }
}
