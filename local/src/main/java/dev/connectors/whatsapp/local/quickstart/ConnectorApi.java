package dev.connectors.whatsapp.local.quickstart;

import dev.connectors.whatsapp.local.http.Bearer;
import dev.connectors.whatsapp.local.http.HttpFailure;
import dev.connectors.whatsapp.local.http.JsonHttp;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The connector's HTTP API as a client uses it. */
final class ConnectorApi implements AutoCloseable {
    private static final Pattern PICTURE = Pattern.compile("<img[^>]* src=\"(data:image/png;base64,[^\"]+)\"");

    private final JsonHttp http;

    ConnectorApi(URI connector) {
        this.http = new JsonHttp(connector);
    }

    /** {@code GET /health}, which is answered with 503 while accounts connect. */
    record Health(boolean ok, String status, List<AccountHealth> accounts) {}

    /** An account in {@code /health}. */
    record AccountHealth(String accountId, String name, String status) {}

    /** The answer to {@code POST /api/accounts}. */
    record CreatedAccount(boolean success, AccountIdentity account) {}

    /** The part of it that says which account it is. */
    record AccountIdentity(String accountId) {}

    /** What {@code POST /api/send} takes. */
    record SendRequest(
            String threadId, String accountId, String chatId, String to, String text, String clientMessageId) {
        SendRequest(Account account, String contact, String text, String clientMessageId) {
            this(
                    account.threadWith(contact),
                    account.id(),
                    Account.chat(contact),
                    Account.chat(contact),
                    text,
                    clientMessageId);
        }
    }

    /** The answer to {@code POST /api/send}. */
    record SendResponse(boolean ok, String commandId, boolean duplicate) {}

    Health health() {
        try {
            return http.get("/health", Bearer.NONE, Health.class);
        } catch (HttpFailure failure) {
            if (failure.status() == 503) {
                return JsonHttp.json().readValue(failure.body(), Health.class);
            }
            throw failure;
        }
    }

    String createAccount(String superAdmin, String name, String phone) {
        var created = http.post(
                "/api/accounts", new Bearer(superAdmin), Map.of("name", name, "phone", phone), CreatedAccount.class);
        return created.account().accountId();
    }

    /** The picture on the account's QR page as a data URL; empty while there is none. */
    Optional<String> qrPicture(String superAdmin, String accountId) {
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

    SendResponse send(String employee, SendRequest request) {
        return http.post("/api/send", new Bearer(employee), request, SendResponse.class);
    }

    URI uri(String path) {
        return http.uri(path);
    }

    URI qrPage(String accountId) {
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
