package dev.connectors.whatsapp.operator;

import dev.connectors.whatsapp.operator.fakeapi.ApiRequest;
import dev.connectors.whatsapp.operator.fakeapi.FakeApiServer;
import dev.connectors.whatsapp.operator.fakeapi.Fault;
import dev.connectors.whatsapp.operator.fakeapi.Verb;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * While the API server refuses, forgets or goes away, the operator keeps asking, but not in a hot loop; and soon after the
 * server is well again everything is as if it had been well all the time.
 */
@Tag("P1")
class BadDayTest {
    /** As long as a fault lasts: a few retries of whoever meets it. */
    private static final Duration FAULT = Duration.ofSeconds(3);

    /** Of the whole operator, while conflicts make it read the namespace again and again; a hot loop asks thousands. */
    private static final int MOST_REQUESTS_A_SECOND = 100;

    private static final Duration IN_STEP_AGAIN = Duration.ofSeconds(10);

    /** Generous: how long a start takes is no matter here. */
    private static final Duration STARTED = Duration.ofSeconds(60);

    private final FakeApiServer api = FakeApiServer.start(Fleet.NAMESPACE);
    private final Fleet fleet = new Fleet(api);
    private final RunningOperator operator = new RunningOperator(api);

    @BeforeEach
    void allIsWell() throws IOException {
        fleet.pool();
        fleet.account("ana");
        fleet.account("bogdan");
        fleet.account("calin");
        operator.start();
        await("the first accounts are in step").atMost(STARTED).untilAsserted(fleet::isInStep);
    }

    @AfterEach
    void stop() {
        api.heal();
        operator.close();
        api.close();
    }

    static Stream<Arguments> faults() {
        var busy = Fault.tooManyRequests(Duration.ofSeconds(1));
        var broken = Fault.answer(500);
        var conflict = Fault.answer(409);
        var lost = new Fault.LostAnswer();
        return Stream.of(
                        row("a list", of(Verb.LIST), busy, broken),
                        row("opening a watch", of(Verb.WATCH), Fault.answer(410), busy, broken),
                        row("a watch", of(Verb.WATCH), new Fault.Expired(), new Fault.Dropped()),
                        row("a creation", of(Verb.CREATE), conflict, busy, broken, lost),
                        row("an apply", of(Verb.APPLY), conflict, busy, broken, lost),
                        row("a status", of(Verb.APPLY_STATUS), conflict, busy, broken, lost),
                        row("a patch", of(Verb.PATCH), conflict, busy, broken, lost),
                        row("the lease", of("leases"), conflict, busy, broken),
                        row("an event", of("events"), conflict, busy, broken),
                        row("anything", request -> true, busy, broken))
                .flatMap(List::stream);
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("faults")
    @Execution(ExecutionMode.CONCURRENT)
    void whatWentWrongIsMadeGoodWithoutAHotLoop(String what, Predicate<ApiRequest> which, Fault fault) {
        api.fail(which, fault);
        api.dropWatches();
        var before = api.requests().size();
        fleet.account("dana");
        fleet.slowDown("ana");
        fleet.remove("bogdan");
        await("the fault lasts").pollDelay(FAULT).until(() -> !api.faulty().isEmpty());
        var asked = api.requests().size() - before;
        api.heal();
        fleet.account("emil");

        await("in step again").atMost(IN_STEP_AGAIN).untilAsserted(fleet::isInStep);
        assertThat(fleet.violations()).isEmpty();
        assertThat(asked / FAULT.toSeconds()).isLessThanOrEqualTo(MOST_REQUESTS_A_SECOND);
    }

    @Test
    void inTheSteadyStateNothingIsAskedForButTheLease() {
        await("two renewals in a row").atMost(IN_STEP_AGAIN.multipliedBy(2)).untilAsserted(() -> {
            var requests = api.requests();
            assertThat(requests.subList(requests.size() - 4, requests.size()))
                    .allMatch(request -> request.resource().equals("leases"));
        });
    }

    private static Predicate<ApiRequest> of(Verb verb) {
        return request -> request.verb() == verb;
    }

    private static Predicate<ApiRequest> of(String resource) {
        return request -> request.resource().equals(resource);
    }

    private static List<Arguments> row(String what, Predicate<ApiRequest> which, Fault... faults) {
        return Stream.of(faults).map(fault -> arguments(what, which, fault)).toList();
    }
}
