package dev.connectors.whatsapp.connector.it;

import dev.connectors.whatsapp.connector.it.RunningConnector.Answer;
import dev.connectors.whatsapp.connector.web.ApiDocument;
import dev.connectors.whatsapp.connector.web.ApiDocument.Endpoint;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static dev.connectors.whatsapp.connector.it.HttpApi.assertProblem;
import static dev.connectors.whatsapp.connector.it.HttpApi.assertRefused;
import static dev.connectors.whatsapp.connector.it.RunningConnector.SOON;
import static org.awaitility.Awaitility.await;

/** Each refusal that the API's document promises of an endpoint is given by that endpoint, and nobody promises one in vain. */
interface HttpErrors {
    /**
     * They take the connector's whole patience, so they are asked of all endpoints at a time; and the issuer's keys are
     * missing only to a connector that has never seen them ({@link HttpRefusals}).
     */
    Set<String> OTHERWISE = Set.of("storage_unavailable", "thread_busy", "issuer_unavailable");

    /** How many requests of each spelling: two in a thread at the most have their turn before the others give up. */
    int IN_ONE_THREAD = 3;

    @Test
    @Tag("H10")
    @Tag("S2")
    @Tag("S3")
    @Tag("S5")
    default void everyRefusalThatIsDocumentedIsGiven(HttpApi api) {
        var provocations = new Provocations(api);
        var all = new SoftAssertions();
        for (var endpoint : ApiDocument.endpoints()) {
            endpoint.errors().forEach((error, status) -> {
                if (!OTHERWISE.contains(error) && !ApiDocument.OF_KUBERNETES.contains(error)) {
                    all.check(() -> assertGiven(
                            endpoint,
                            error,
                            provocations
                                    .provoke(endpoint, error)
                                    .orElseThrow(() -> new AssertionError("nobody provokes it"))));
                }
            });
        }
        all.assertAll();
    }

    /**
     * Who sends in a thread waits until those before have been answered, and is told that it is busy when that takes too long.
     * Last of all: whatever follows would have to wait until the connector has found its way back.
     */
    @Test
    @Order(Integer.MAX_VALUE)
    @Tag("H10")
    default void whileFirestoreIsSilentEveryEndpointSaysSo(HttpApi api) {
        var provocations = new Provocations(api);
        var sent = provocations.sent().getOrDefault("requestId", "");
        var silent = documenting("storage_unavailable").stream()
                .map(endpoint -> {
                    api.anotherContact();
                    var values = new HashMap<>(provocations.good(api.sales()));
                    values.put("requestId", sent);
                    return call(provocations, endpoint, values);
                })
                .toList();
        api.anotherContact();
        var busy = documenting("thread_busy").stream()
                .flatMap(endpoint -> Stream.generate(() -> provocations.good(api.sales()))
                        .limit(IN_ONE_THREAD)
                        .map(values -> call(provocations, endpoint, values)))
                .toList();

        List<Answer> answers;
        api.lineToFirestore().freeze();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var asked = Stream.concat(silent.stream(), busy.stream())
                    .map(executor::submit)
                    .toList();
            await("all are answered but the one whose turn came last")
                    .atMost(SOON)
                    .until(() ->
                            areAnswered(asked.subList(0, silent.size()), asked.subList(silent.size(), asked.size())));
            api.lineToFirestore().thaw();
            answers = asked.stream().map(HttpErrors::answer).toList();
        } finally {
            api.lineToFirestore().thaw();
        }

        assertAllGiven("storage_unavailable", answers.subList(0, silent.size()));
        assertAllGiven("thread_busy", anyBusy(answers.subList(silent.size(), answers.size())));
        api.anotherContact();
        await("messages are accepted again")
                .atMost(SOON)
                .until(() -> api.send(api.ana(), "After", "m1").status(), Integer.valueOf(200)::equals);
    }

    private static Callable<Answer> call(Provocations provocations, Endpoint endpoint, Map<String, String> values) {
        return () -> provocations.ask(endpoint, values);
    }

    private static boolean areAnswered(List<Future<Answer>> silent, List<Future<Answer>> busy) {
        return silent.stream().allMatch(Future::isDone)
                && IntStream.range(0, busy.size() / IN_ONE_THREAD)
                        .allMatch(i -> busy.subList(i * IN_ONE_THREAD, (i + 1) * IN_ONE_THREAD).stream()
                                        .filter(Future::isDone)
                                        .count()
                                >= IN_ONE_THREAD - 1);
    }

    private static Answer answer(Future<Answer> asked) {
        try {
            return asked.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError("no answer", e);
        }
    }

    /** One of each endpoint's answers: that it is busy, if any says so. */
    private static List<Answer> anyBusy(List<Answer> answers) {
        return IntStream.range(0, answers.size() / IN_ONE_THREAD)
                .mapToObj(i -> answers.subList(i * IN_ONE_THREAD, (i + 1) * IN_ONE_THREAD))
                .map(ofOne -> ofOne.stream()
                        .filter(answer -> isOf(answer, "thread_busy"))
                        .findFirst()
                        .orElseGet(ofOne::getFirst))
                .toList();
    }

    private static boolean isOf(Answer answer, String error) {
        return answer.json().path("error").asString("").equals(error);
    }

    private static List<Endpoint> documenting(String error) {
        return ApiDocument.endpoints().stream()
                .filter(endpoint -> endpoint.errors().containsKey(error))
                .toList();
    }

    private static void assertAllGiven(String error, List<Answer> answers) {
        var endpoints = documenting(error);
        var all = new SoftAssertions();
        for (var i = 0; i < endpoints.size(); i++) {
            var endpoint = endpoints.get(i);
            var answer = answers.get(i);
            all.check(() -> assertGiven(endpoint, error, answer));
        }
        all.assertAll();
    }

    private static void assertGiven(Endpoint endpoint, String error, Answer answer) {
        try {
            var status = endpoint.errors().getOrDefault(error, 0);
            if (endpoint.hasProblems()) {
                assertProblem(answer, status, error);
            } else {
                assertRefused(answer, status, error);
            }
        } catch (AssertionError wrong) {
            throw new AssertionError(endpoint + " as " + error + ": " + wrong.getMessage(), wrong);
        }
    }
}
