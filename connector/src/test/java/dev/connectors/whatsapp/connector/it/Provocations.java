package dev.connectors.whatsapp.connector.it;

import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.firestore.Calls;
import dev.connectors.whatsapp.connector.it.RunningConnector.Answer;
import dev.connectors.whatsapp.connector.web.ApiDocument.Endpoint;
import dev.connectors.whatsapp.local.auth.IdToken;
import dev.connectors.whatsapp.local.http.JsonHttp;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

import static dev.connectors.whatsapp.connector.it.RunningConnector.SOON;
import static org.awaitility.Awaitility.await;

/** Makes any endpoint of the API's document answer with a certain refusal of it, as far as one request does that. */
final class Provocations {
    private static final String NOBODY = "nobody";
    private static final AtomicInteger REQUESTS = new AtomicInteger();

    private final HttpApi api;
    /** Of an account that is linked and sends one message a minute; made when it is needed. */
    private Optional<String> slow = Optional.empty();

    Provocations(HttpApi api) {
        this.api = api;
    }

    /** What the endpoint answers; empty where nobody knows how to provoke this. */
    Optional<Answer> provoke(Endpoint endpoint, String error) {
        api.anotherContact();
        return Optional.ofNullable(
                switch (error) {
                    case "unauthorized" -> ask(endpoint, Optional.empty(), good(api.sales()));
                    case "forbidden" -> ask(endpoint, Optional.of(stranger()), good(api.sales()));
                    case "invalid_request" -> wrong(endpoint);
                    case "request_too_large" -> posted(endpoint, "application/json", " ".repeat(1 << 20));
                    case "unsupported_media_type" -> posted(endpoint, "text/plain", "{}");
                    case "rate_limited" -> tooOften(endpoint);
                    case "account_rate_limited" -> tooMuch(endpoint);
                    case "unknown_account", "unknown_thread", "unknown_request" -> ask(endpoint, good(NOBODY));
                    case "nothing_to_link", "account_exists", "account_connected" -> ask(endpoint, good(api.sales()));
                    case "not_failed" -> ask(endpoint, sent());
                    case "not_thread_writer" -> inAThread(endpoint, Map.of("ownerUid", "bob"));
                    case "thread_locked" -> inAThread(endpoint, Map.of("locked", true));
                    case "thread_unreadable" -> inAThread(endpoint, Map.of("ownerUid", 7));
                    default -> null;
                });
    }

    /** As somebody who may, and has not asked before. */
    Answer ask(Endpoint endpoint, Map<String, String> values) {
        return ask(endpoint, somebody(), values);
    }

    Answer ask(Endpoint endpoint, Optional<String> token, Map<String, String> values) {
        return send(endpoint, token, values, "application/json", body(endpoint, values));
    }

    private Answer send(
            Endpoint endpoint, Optional<String> token, Map<String, String> values, String type, String body) {
        var path = endpoint.path();
        for (var name : values.keySet()) {
            path = path.replace("{" + name + "}", JsonHttp.encode(values.getOrDefault(name, "")));
        }
        var query = endpoint.query().stream()
                .filter(values::containsKey)
                .map(name -> name + "=" + JsonHttp.encode(values.getOrDefault(name, "")))
                .collect(Collectors.joining("&", "?", ""));
        return api.connector().ask(endpoint.method(), path + query, token, type, body);
    }

    private static String body(Endpoint endpoint, Map<String, String> values) {
        if (!endpoint.hasBody()) {
            return "";
        }
        var body = new HashMap<>(values);
        body.keySet().retainAll(endpoint.schema().path("properties").propertyNames());
        return JsonMapper.shared().writeValueAsString(body);
    }

    /** Whatever an endpoint may want to know, right for this account. */
    Map<String, String> good(String account) {
        var contact = api.contact().number();
        var values = new HashMap<>(Map.of(
                "accountId",
                account,
                "threadId",
                api.data().threadId(api.thread(account)),
                "chatId",
                api.jid(),
                "toJid",
                api.jid(),
                "to",
                contact,
                "text",
                "Hello",
                "message",
                "Hello",
                "clientMessageId",
                "m" + REQUESTS.incrementAndGet(),
                "name",
                "Sales",
                "phone",
                api.phone().number()));
        values.put("requestId", NOBODY);
        return values;
    }

    private static String fresh(String name) {
        return name + "-" + REQUESTS.incrementAndGet();
    }

    private Optional<String> somebody() {
        return Optional.of(api.issuer().superAdmin(fresh("admin")));
    }

    private String stranger() {
        return api.issuer().sign(IdToken.of(fresh("stranger")));
    }

    private Answer posted(Endpoint endpoint, String type, String body) {
        return send(endpoint, somebody(), good(api.sales()), type, body);
    }

    private Answer wrong(Endpoint endpoint) {
        var values = good(api.sales());
        if (endpoint.hasBody()) {
            return send(endpoint, somebody(), values, "application/json", "{}");
        }
        values.put("limit", "0");
        return ask(endpoint, values);
    }

    private Answer tooOften(Endpoint endpoint) {
        var hasty = somebody();
        return await().pollInterval(Duration.ofMillis(1))
                .atMost(SOON)
                .until(
                        () -> send(endpoint, hasty, good(api.sales()), "application/json", "{}"),
                        answer -> answer.status() == 429);
    }

    private Answer tooMuch(Endpoint endpoint) {
        var account = slow.orElseGet(this::linkASlowOne);
        slow = Optional.of(account);
        Callable<Answer> next = () -> {
            api.anotherContact();
            return ask(endpoint, good(account));
        };
        return await().pollInterval(Duration.ofMillis(1)).atMost(SOON).until(next, answer -> answer.status() == 429);
    }

    private String linkASlowOne() {
        var account = api.connector().pair("Very slow", api.newPhone());
        Calls.await(api.layout().account(new AccountId(account)).update("messagesPerMinute", 1));
        return account;
    }

    /** As {@link #good}, with a request that WhatsApp has. */
    Map<String, String> sent() {
        var requestId =
                api.send(api.ana(), "Hello", "m1").json().path("commandId").asString();
        api.awaitSent(requestId);
        var values = good(api.sales());
        values.put("requestId", requestId);
        return values;
    }

    /** In one that has begun, and then its document was changed by others. */
    private Answer inAThread(Endpoint endpoint, Map<String, Object> fields) {
        api.send(api.ana(), "Hello", "m1");
        Calls.await(api.layout().thread(api.thread(api.sales())).update(fields));
        return ask(endpoint, api.ana(), good(api.sales()));
    }
}
