package dev.connectors.whatsapp.bench;

import dev.connectors.whatsapp.bench.FaultPlan.Round;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FaultPlanTest {
    private static final FaultPlan.Size SIZE = new FaultPlan.Size(100, 7, 3, 4);

    private static int messages(FaultPlan plan, Function<Round, List<Integer>> direction) {
        return plan.rounds().stream()
                .mapToInt(round -> direction.apply(round).size())
                .sum();
    }

    @Test
    void theSameSeedGivesTheSamePlanAndAnotherSeedAnother() {
        assertThat(FaultPlan.of(7, SIZE)).isEqualTo(FaultPlan.of(7, SIZE)).isNotEqualTo(FaultPlan.of(8, SIZE));
    }

    @Test
    void allMessagesAreDealtToTheRounds() {
        var plan = FaultPlan.of(7, SIZE);

        assertThat(plan.rounds()).hasSize(7);
        assertThat(messages(plan, Round::outgoing)).isEqualTo(100);
        assertThat(messages(plan, Round::incoming)).isEqualTo(100);
        assertThat(plan.rounds())
                .allSatisfy(round -> assertThat(round.outgoing())
                        .hasSizeBetween(14, 15)
                        .allSatisfy(conversation -> assertThat(conversation).isBetween(0, 11)));
    }

    @Test
    void aShortPlanHasEachKindOfFault() {
        assertThat(FaultPlan.of(7, SIZE).rounds())
                .extracting(round -> round.fault().getClass().getSimpleName())
                .containsExactlyInAnyOrder(
                        "KilledConnector",
                        "KilledBridge",
                        "KilledBoth",
                        "CutFirestore",
                        "FrozenFirestore",
                        "ClosedSockets",
                        "DroppedAcks");
    }
}
