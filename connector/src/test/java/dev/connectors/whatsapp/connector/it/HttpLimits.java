package dev.connectors.whatsapp.connector.it;

import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.firestore.Calls;
import dev.connectors.whatsapp.connector.it.RunningConnector.Answer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static dev.connectors.whatsapp.connector.it.HttpApi.assertProblem;
import static dev.connectors.whatsapp.connector.it.HttpApi.assertRefused;
import static dev.connectors.whatsapp.connector.it.RunningConnector.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** How often one person may ask, and how much one account may be asked for. */
interface HttpLimits {
    @Test
    @Tag("S5")
    default void aCallerWhoAsksTooOftenIsToldWhenToComeBack(HttpApi api) {
        var hasty = api.connector().employee("hasty");
        var requests = new AtomicInteger();
        Callable<Answer> next = () -> {
            requests.incrementAndGet();
            return api.connector().post("/api/send", hasty, Map.of());
        };

        var refused =
                await().pollInterval(Duration.ofMillis(1)).atMost(SOON).until(next, answer -> answer.status() == 429);

        assertRefused(refused, 429, "rate_limited");
        assertThat(refused.headers().firstValueAsLong("retry-after")).hasValue(1);
        assertThat(requests.get()).isGreaterThan(HttpApi.USER_LIMIT);
        assertThat(api.connector().get("/api/whatsapp/accounts", hasty).status())
                .isEqualTo(200);
        assertThat(api.send(api.ana(), "Somebody else", "m1").status()).isEqualTo(200);
    }

    private static Answer sendSlowly(HttpApi api, String account, String clientMessageId) {
        return api.connector()
                .post(
                        "/api/v1/messages",
                        api.ana(),
                        Map.of(
                                "accountId",
                                account,
                                "to",
                                api.contact().number(),
                                "text",
                                "Slowly",
                                "clientMessageId",
                                clientMessageId));
    }

    @Test
    @Tag("S5")
    default void whatWouldWaitLongerThanAMinuteForTheAccountsPaceIsRefused(HttpApi api) {
        var slow = api.connector().pair("Slow", api.newPhone());
        Calls.await(api.layout().account(new AccountId(slow)).update("messagesPerMinute", 3));
        var requests = new AtomicInteger();
        Callable<Answer> next = () -> sendSlowly(api, slow, "m" + requests.incrementAndGet());

        var refused = await().atMost(SOON).until(next, answer -> answer.status() == 429);

        assertProblem(refused, 429, "account_rate_limited");
        assertThat(refused.headers().firstValueAsLong("retry-after").orElseThrow())
                .isBetween(1L, 60L);
        assertThat(requests.get()).as("three go out, three wait").isBetween(4, 7);
        var repeated = sendSlowly(api, slow, "m1");
        assertThat(repeated.json().path("duplicate").asBoolean())
                .as("a repetition needs no room: %s", repeated.text())
                .isTrue();
    }
}
