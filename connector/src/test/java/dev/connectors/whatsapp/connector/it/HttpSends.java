package dev.connectors.whatsapp.connector.it;

import dev.connectors.whatsapp.connector.firestore.Calls;
import dev.connectors.whatsapp.connector.it.RunningConnector.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.connectors.whatsapp.connector.it.HttpApi.allAtOnce;
import static dev.connectors.whatsapp.connector.it.HttpApi.assertProblem;
import static dev.connectors.whatsapp.connector.it.HttpApi.assertRefused;
import static dev.connectors.whatsapp.connector.it.HttpApi.names;
import static dev.connectors.whatsapp.connector.it.RunningConnector.SOON;
import static org.assertj.core.api.Assertions.assertThat;

/** Sending, in the four spellings, and who may send in a thread. */
interface HttpSends {
    @Test
    @Tag("H9")
    default void aMessageIsSentToARecipientAndIsAnotherOneEachTime(HttpApi api) {
        var body = new HashMap<>(
                Map.of("accountId", api.sales(), "to", "+" + api.contact().number(), "message", "Good morning"));

        var first = api.connector().post("/api/whatsapp/send-message", api.ana(), body);
        var second = api.connector().post("/api/whatsapp/send-message", api.ana(), body);

        assertThat(first.status()).as(first.text()).isEqualTo(200);
        assertThat(names(first.json())).containsExactly("success", "requestId", "duplicate");
        assertThat(second.json().path("duplicate").asBoolean()).isFalse();
        assertThat(second.json().path("requestId")).isNotEqualTo(first.json().path("requestId"));
        assertThat(api.contact().awaitMessagesFrom(api.phone().number(), 2, SOON))
                .extracting(message -> message.text().orElse(""))
                .containsExactly("Good morning", "Good morning");
    }

    @Test
    @Tag("H10")
    default void aCommandIsAccepted(HttpApi api) {
        var accepted = api.send(api.ana(), "Hello", "m1");

        assertThat(accepted.status()).as(accepted.text()).isEqualTo(200);
        assertThat(accepted.json().path("ok").asBoolean()).isTrue();
        var entry = api.documents()
                .get(api.layout().outbox().getId() + "/"
                        + accepted.json().path("commandId").asString())
                .orElseThrow();
        assertThat(entry.text("body")).contains("Hello");
        assertThat(entry.text("threadId")).contains(api.threadId());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0000 and \u0001", "\ud800 alone", "שלום 👩‍👩‍👧 \u202e", "{\"text\":1}\r\n"})
    @Tag("H10")
    default void aTextMayHaveAnyCharacters(String text, HttpApi api) {
        var accepted = api.send(api.ana(), text, "m1");

        assertThat(accepted.status()).as(accepted.text()).isEqualTo(200);
        api.awaitSent(accepted.json().path("commandId").asString());
    }

    @Test
    @Tag("H11")
    default void theProxyAcceptsTheSameInItsWords(HttpApi api) {
        var accepted = api.connector().post("/whatsappProxySend", api.ana(), api.proxyRequest("Hello", "m1"));

        assertThat(accepted.status()).as(accepted.text()).isEqualTo(200);
        assertThat(names(accepted.json())).containsExactly("success", "requestId", "duplicate");
        assertThat(accepted.json().path("success").asBoolean()).isTrue();
        assertThat(accepted.json().path("duplicate").asBoolean()).isFalse();
    }

    @Test
    @Tag("O2")
    default void whateverTheSpellingTheSameRequestIsTheSame(HttpApi api) {
        var recipient = Map.of("accountId", api.sales(), "to", api.contact().number(), "clientMessageId", "m1");
        var named = new HashMap<>(recipient);
        named.put("message", "Once");
        var present = new HashMap<>(recipient);
        present.put("text", "Once");
        var first = api.send(api.ana(), "Once", "m1");

        var others = List.of(
                api.connector().post("/whatsappProxySend", api.ana(), api.proxyRequest("Once", "m1")),
                api.connector().post("/api/whatsapp/send-message", api.ana(), named),
                api.connector().post("/api/v1/messages", api.ana(), present));

        assertThat(others).allSatisfy(answer -> {
            assertThat(answer.json().path("duplicate").asBoolean())
                    .as(answer.text())
                    .isTrue();
            assertThat(answer.json().path("requestId")).isEqualTo(first.json().path("commandId"));
        });
        assertThat(api.contact().awaitMessagesFrom(api.phone().number(), 1, SOON))
                .hasSize(1);
    }

    @Test
    @Tag("S3")
    @Tag("H10")
    @Tag("H11")
    default void onlyOwnerAndCoWritersSend(HttpApi api) {
        api.send(api.ana(), "Mine", "m1");
        var bob = api.connector().employee("bob");

        var refused = api.send(bob, "Mine too", "m1");
        var byProxy = api.connector().post("/whatsappProxySend", bob, api.proxyRequest("Mine too", "m1"));
        assertRefused(refused, 403, "not_thread_writer");
        assertRefused(byProxy, 403, "not_thread_writer");
        assertThat(byProxy.json().path("message").asString())
                .isEqualTo("Only thread owner or co-writers can send messages");
        assertProblem(
                api.connector()
                        .post(
                                "/api/v1/messages",
                                bob,
                                Map.of(
                                        "accountId",
                                        api.sales(),
                                        "to",
                                        api.contact().number(),
                                        "text",
                                        "Mine")),
                403,
                "not_thread_writer");

        Calls.await(api.layout().thread(api.thread(api.sales())).update("coWriterUids", List.of("bob")));
        assertThat(api.send(bob, "Ours", "m1").status()).isEqualTo(200);
    }

    @Test
    @Tag("S3")
    @Tag("H10")
    default void aLockedThreadRefusesEveryone(HttpApi api) {
        api.send(api.ana(), "Before", "m1");
        Calls.await(api.layout().thread(api.thread(api.sales())).update("locked", true));

        assertRefused(api.send(api.ana(), "After", "m2"), 403, "thread_locked");
        assertRefused(
                api.connector().post("/whatsappProxySend", api.ana(), api.proxyRequest("After", "m2")),
                403,
                "thread_locked");
    }

    @Test
    @Tag("S3")
    default void ofAHundredFirstSendersOneBecomesTheOwner(HttpApi api) throws InterruptedException, ExecutionException {
        var begin = Instant.now();

        var answers = allAtOnce(IntStream.range(0, 100)
                .<Callable<Answer>>mapToObj(i -> () -> api.send(api.connector().employee("first-" + i), "Mine", "m1"))
                .toList());

        assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(10));
        assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(1);
        assertThat(answers)
                .filteredOn(answer -> answer.status() != 200)
                .allSatisfy(answer -> assertRefused(answer, 403, "not_thread_writer"));
    }

    @Test
    @Tag("O2")
    default void fiftyRepeatsAtOnceAreOneMessage(HttpApi api) throws InterruptedException, ExecutionException {
        var answers = allAtOnce(IntStream.range(0, 50)
                .<Callable<Answer>>mapToObj(i -> () -> api.send(api.ana(), "Once", "m1"))
                .toList());

        assertThat(answers).extracting(Answer::status).containsOnly(200);
        assertThat(answers)
                .filteredOn(answer -> !answer.json().path("duplicate").asBoolean())
                .hasSize(1);
        api.awaitSent(answers.getFirst().json().path("commandId").asString());
        assertThat(api.contact().awaitMessagesFrom(api.phone().number(), 1, SOON))
                .hasSize(1);
        assertThat(api.documents().whereEqual(api.layout().outbox().getId(), "threadId", api.threadId()))
                .hasSize(1);
    }
}
