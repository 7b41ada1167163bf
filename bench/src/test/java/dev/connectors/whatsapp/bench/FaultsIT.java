package dev.connectors.whatsapp.bench;

import dev.connectors.whatsapp.local.FileTree;
import dev.connectors.whatsapp.local.Repository;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The short form of {@code bench/run faults}: each kind of fault once. */
class FaultsIT {
    private static final FaultPlan.Size SIZE = new FaultPlan.Size(100, 7, 3, 3);

    @ParameterizedTest
    @CsvSource({"CANONICAL, 1", "LEGACY, 2"})
    @Tag("O1")
    @Tag("O2")
    @Tag("O5")
    @Tag("O7")
    @Tag("I1")
    void nothingIsLostAndNothingComesTwiceWhileThingsAreKilledAndCut(ClientLayout layout, long seed) throws Exception {
        var logs = Path.of("target", "faults-" + layout.word()).toAbsolutePath();
        FileTree.delete(logs);
        FileTree.create(logs);
        try (var world = World.start(Repository.find(), new RunFolder(logs), false);
                var run = FaultRun.prepare(world, layout, SIZE)) {
            var outcome = run.run(FaultPlan.of(seed, SIZE));

            assertThat(outcome.messages().outgoing().problems()).isEmpty();
            assertThat(outcome.messages().outgoing().messages()).isEqualTo(SIZE.messages());
            assertThat(outcome.messages().incoming().problems()).isEmpty();
            assertThat(outcome.messages().incoming().messages()).isEqualTo(SIZE.messages());
            assertThat(outcome.struck()).hasSize(SIZE.faults());
            assertThat(outcome.endsByItself()).isZero();
            assertThat(outcome.orphans()).isZero();
            // What was under way at a kill and neither acknowledged nor receipted is written again: a message of a
            // thread.
            assertThat(outcome.messages().repeatedStanzas()).isLessThan(SIZE.conversations());
        }
    }
}
