package dev.connectors.whatsapp.connector.it;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.connectors.whatsapp.connector.it.HttpApi.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

/** Threads, messages and outbox, page by page. */
interface HttpLists {
    @Test
    default void aThreadsMessagesAreReadPageByPageNewestFirst(HttpApi api) {
        for (var i = 0; i < 5; i++) {
            api.send(api.ana(), "Message " + i, "m" + i);
        }
        var path = "/api/v1/threads/" + api.threadId() + "/messages?limit=2";

        var first = api.connector().get(path, api.ana()).json();
        var second = api.connector()
                .get(path + "&pageToken=" + first.path("nextPageToken").asString(), api.ana())
                .json();
        var third = api.connector()
                .get(path + "&pageToken=" + second.path("nextPageToken").asString(), api.ana())
                .json();

        assertThat(List.of(first, second, third))
                .extracting(page -> page.path("messages").findValuesAsString("body"))
                .containsExactly(
                        List.of("Message 4", "Message 3"), List.of("Message 2", "Message 1"), List.of("Message 0"));
        assertThat(third.has("nextPageToken")).isFalse();
        assertProblem(
                api.connector()
                        .get("/api/v1/threads/" + api.data().threadId(api.thread("nobody")) + "/messages", api.ana()),
                404,
                "unknown_thread");
    }

    @Test
    default void theThreadWithTheLatestMessageComesFirst(HttpApi api) {
        api.send(api.ana(), "Earlier", "m1");
        var earlier = api.threadId();
        api.anotherContact();
        api.send(api.ana(), "Later", "m1");

        var threads = api.connector()
                .get("/api/v1/threads?limit=2&accountId=" + api.sales(), api.ana())
                .json();

        assertThat(threads.path("threads").findValuesAsString("threadId")).containsExactly(api.threadId(), earlier);
        assertThat(threads.at("/threads/0/lastMessagePreview").asString()).isEqualTo("Later");
    }

    @Test
    default void theOutboxIsFilteredByStateAndReadPageByPage(HttpApi api) {
        var requestId =
                api.send(api.ana(), "Listed", "m1").json().path("commandId").asString();
        api.awaitSent(requestId);
        var path = "/api/v1/outbox?accountId=" + api.sales() + "&limit=1";

        var sent = api.connector()
                .get(path + "&status=sent", api.connector().superAdmin())
                .json();
        var next = api.connector()
                .get(
                        path + "&pageToken=" + sent.path("nextPageToken").asString(),
                        api.connector().superAdmin())
                .json();
        var failed = api.connector()
                .get(path + "&status=failed", api.connector().superAdmin())
                .json();

        assertThat(sent.path("entries").findValuesAsString("requestId")).containsExactly(requestId);
        assertThat(sent.at("/entries/0/status").asString()).isEqualTo("sent");
        assertThat(next.path("entries").findValuesAsString("requestId")).doesNotContain(requestId);
        assertThat(failed.path("entries")).isEmpty();
        assertProblem(
                api.connector()
                        .post(
                                "/api/v1/outbox/" + requestId + "/put-back",
                                api.connector().superAdmin(),
                                Map.of()),
                409,
                "not_failed");
        assertProblem(api.connector().get("/api/v1/outbox/unknown", api.ana()), 404, "unknown_request");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/outbox",
                "/api/v1/outbox?accountId=",
                "/api/v1/outbox?accountId=sales&status=lost",
                "/api/v1/outbox?accountId=sales&limit=0",
                "/api/v1/outbox?accountId=sales&limit=many",
                "/api/v1/outbox?accountId=sales&pageToken=nonsense",
                "/api/v1/threads",
                "/api/v1/threads?accountId=sales&limit=101"
            })
    default void aParameterThatIsWrongIsNamed(String path, HttpApi api) {
        var answer = api.connector().get(path, api.connector().superAdmin());

        assertProblem(answer, 400, "invalid_request");
        assertThat(answer.json().at("/fields/0/field").asString()).isNotEmpty();
    }
}
