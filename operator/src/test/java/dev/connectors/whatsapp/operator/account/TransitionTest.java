package dev.connectors.whatsapp.operator.account;

import dev.connectors.whatsapp.operator.api.Reason;
import dev.connectors.whatsapp.operator.api.WhatsAppAccountStatus;
import dev.connectors.whatsapp.operator.connector.AccountReport;
import dev.connectors.whatsapp.operator.planner.Placement;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class TransitionTest {
    private static final WhatsAppAccountStatus STARTING = Facts.next(null, Facts.ASSIGNED, new Observation.Silent(0));
    private static final WhatsAppAccountStatus UNPAIRED = Facts.reported(AccountReport.Status.QR_READY, false);
    private static final WhatsAppAccountStatus CONNECTED = Facts.reported(AccountReport.Status.CONNECTED, true);

    @Test
    void aNewAccountTellsWhereItIsAndWhatItWaitsFor() {
        assertThat(reasons(Transition.between(null, STARTING)))
                .containsExactly(Reason.ASSIGNED, Reason.CONNECTOR_STARTING);
    }

    @Test
    void theSameStatusTellsNothing() {
        assertThat(Transition.between(CONNECTED, CONNECTED)).isEmpty();
    }

    @Test
    void aReasonThatSeveralConditionsShareIsToldOnce() {
        assertThat(reasons(Transition.between(STARTING, UNPAIRED))).containsExactly(Reason.NEEDS_PAIRING);
    }

    @Test
    void thatTheAccountIsReadyGoesWithoutSayingOnceItIsConnected() {
        assertThat(reasons(Transition.between(UNPAIRED, CONNECTED))).containsExactly(Reason.PAIRED, Reason.CONNECTED);
    }

    @Test
    void thatNothingElseHoldsWithoutAShardGoesWithoutSaying() {
        var full = new Placement.Unplaced(Reason.POOL_FULL, "raise spec.shards.max");

        var told = Transition.between(null, Facts.next(null, full, new Observation.Silent(0)));

        assertThat(told).containsExactly(new Transition(Reason.POOL_FULL, "raise spec.shards.max", true));
    }

    @Test
    void anotherMessageForTheSameReasonIsNoTransition() {
        var full = new Placement.Unplaced(Reason.POOL_FULL, "10 of 10 shards are full");
        var fuller = new Placement.Unplaced(Reason.POOL_FULL, "11 of 11 shards are full");
        var before = Facts.next(null, full, new Observation.Silent(0));

        assertThat(Transition.between(before, Facts.next(before, fuller, new Observation.Silent(0))))
                .isEmpty();
    }

    static Stream<Arguments> loudness() {
        return Stream.of(
                arguments(UNPAIRED, false),
                arguments(CONNECTED, false),
                arguments(Facts.next(CONNECTED, new Placement.Leaving(false), new Observation.Silent(0)), false),
                arguments(Facts.next(CONNECTED, Facts.ASSIGNED, new Observation.Silent(3)), true),
                arguments(
                        Facts.next(
                                CONNECTED,
                                new Placement.Unplaced(Reason.PHONE_NUMBER_IN_USE, "another account has it"),
                                new Observation.Silent(0)),
                        true));
    }

    @ParameterizedTest
    @MethodSource("loudness")
    void onlyWhatSomebodyShouldLookAtIsAWarning(WhatsAppAccountStatus status, boolean warning) {
        assertThat(Transition.between(null, status))
                .isNotEmpty()
                .filteredOn(transition -> transition.reason() != Reason.ASSIGNED)
                .allSatisfy(transition -> assertThat(transition.warning()).isEqualTo(warning));
    }

    private static List<Reason> reasons(List<Transition> transitions) {
        return transitions.stream().map(Transition::reason).toList();
    }
}
