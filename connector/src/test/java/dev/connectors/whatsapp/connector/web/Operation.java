package dev.connectors.whatsapp.connector.web;

import dev.connectors.whatsapp.connector.chat.DataLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/**
 * What the API's document says of an endpoint and its code does not.
 *
 * @param role who may call it
 * @param body reads what is posted
 * @param parameters of its address, behind the question mark
 * @param errors the codes of its own refusals; those that any endpoint of its kind has are added
 */
record Operation(
        String method,
        String path,
        Role role,
        String summary,
        Optional<Consumer<JsonNode>> body,
        List<String> parameters,
        List<String> errors) {
    enum Role {
        ANYBODY,
        EMPLOYEE,
        SUPER_ADMIN
    }

    private static SendBody send(JsonNode json) {
        return new SendBody(json, DataLayout.CANONICAL, "uid");
    }

    static List<Operation> all() {
        var all = new ArrayList<Operation>();
        all.add(get("/healthz", Role.ANYBODY, "Whether the process lives"));
        all.add(get("/readyz", Role.ANYBODY, "Whether it can work; 503 when it cannot"));
        all.add(get("/health", Role.ANYBODY, "How its accounts are; 503 when nothing can work"));
        all.add(get("/metrics-json", Role.ANYBODY, "This connector's accounts and their outbox in numbers"));
        all.add(get("/api/status/dashboard", Role.EMPLOYEE, "All accounts, and the connector that answers"));
        all.add(sends(
                "/api/send", "Sends a message in a thread", json -> send(json).ofChat()));
        all.add(sends(
                "/whatsappProxySend",
                "Sends a message in a thread",
                json -> send(json).ofJid()));
        all.add(sends(
                "/api/whatsapp/send-message",
                "Sends a message to somebody; not repeatable without a clientMessageId",
                json -> send(json).ofRecipient("message")));
        for (var path : List.of("/api/whatsapp/accounts", "/whatsappProxyGetAccounts")) {
            all.add(get(path, Role.EMPLOYEE, "All accounts"));
        }
        for (var path : List.of("/api/accounts", "/api/whatsapp/add-account", "/whatsappProxyAddAccount")) {
            all.add(addsAccount(path));
        }
        all.add(get("/api/whatsapp/qr/{accountId}", Role.SUPER_ADMIN, "A page with the QR; 404 when there is none"));
        all.add(post("/api/whatsapp/accounts/{accountId}/reset", "Deletes the session and asks for a new QR")
                .or("unknown_account"));
        all.add(post("/whatsappProxyRegenerateQr", "Asks for a new QR")
                .reading(AccountController::accountId)
                .or("unknown_account", "account_connected"));
        all.addAll(v1());
        return all;
    }

    private static List<Operation> v1() {
        return List.of(
                get("/api/v1/accounts", Role.EMPLOYEE, "All accounts"),
                get("/api/v1/accounts/{accountId}", Role.EMPLOYEE, "One account")
                        .or("unknown_account"),
                addsAccount("/api/v1/accounts"),
                get("/api/v1/accounts/{accountId}/pairing", Role.SUPER_ADMIN, "By what a phone can be linked just now")
                        .or("unknown_account", "nothing_to_link"),
                post("/api/v1/accounts/{accountId}/reset", "Deletes the session and asks for a new QR")
                        .or("unknown_account"),
                get("/api/v1/fleet", Role.EMPLOYEE, "All accounts at a glance, with their queues"),
                get("/api/v1/fleet/events", Role.EMPLOYEE, "The same as server-sent events, until the token ends"),
                get("/api/v1/threads", Role.EMPLOYEE, "The account's threads, the latest message first")
                        .with("accountId", "limit", "pageToken"),
                get("/api/v1/threads/{threadId}/messages", Role.EMPLOYEE, "The thread's messages, newest first")
                        .with("limit", "pageToken")
                        .or("unknown_thread"),
                sends(
                        "/api/v1/messages",
                        "Sends a message to somebody; not repeatable without a clientMessageId",
                        json -> send(json).ofRecipient("text")),
                get("/api/v1/outbox", Role.SUPER_ADMIN, "What the account was asked to send, newest first")
                        .with("accountId", "status", "limit", "pageToken"),
                get("/api/v1/outbox/{requestId}", Role.EMPLOYEE, "What became of a request")
                        .or("unknown_request"),
                post("/api/v1/outbox/{requestId}/put-back", "Gives a failed request another chance")
                        .or("unknown_request", "not_failed"));
    }

    private static Operation get(String path, Role role, String summary) {
        return new Operation("get", path, role, summary, Optional.empty(), List.of(), List.of());
    }

    /** For super-admins. */
    private static Operation post(String path, String summary) {
        return new Operation("post", path, Role.SUPER_ADMIN, summary, Optional.empty(), List.of(), List.of());
    }

    private static Operation sends(String path, String summary, Consumer<JsonNode> body) {
        return new Operation(
                "post",
                path,
                Role.EMPLOYEE,
                summary,
                Optional.of(body),
                List.of(),
                List.of(
                        "not_thread_writer",
                        "thread_locked",
                        "unknown_account",
                        "account_rate_limited",
                        "thread_unreadable",
                        "thread_busy"));
    }

    private static Operation addsAccount(String path) {
        return post(path, "Sets up an account")
                .reading(NewAccount::read)
                .or("account_exists", "account_refused", "accounts_are_resources", "kubernetes_unavailable");
    }

    private Operation reading(Consumer<JsonNode> reader) {
        return new Operation(method, path, role, summary, Optional.of(reader), parameters, errors);
    }

    private Operation with(String... names) {
        return new Operation(method, path, role, summary, body, List.of(names), errors);
    }

    private Operation or(String... codes) {
        return new Operation(method, path, role, summary, body, parameters, List.of(codes));
    }
}
