package dev.connectors.whatsapp.operator.pool;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever happens to the namespace and to the operator, no account is ever in two lists ({@link FakeCluster} looks after
 * every write), and in the end everything is as the plan says. The seed of a failure is in the name of the test.
 */
@Tag("P1")
@Tag("P2")
class NamespaceKeeperModelTest {
    private static final int SCENARIOS_A_TEST = 32;

    /** 10 times 32 scenarios. */
    static LongStream seeds() {
        return LongStream.range(0, 10);
    }

    @ParameterizedTest(name = "seeds from {0} times 32")
    @MethodSource("seeds")
    void aKilledOperatorNeverListsAnAccountTwiceAndItsSuccessorFinishes(long block) {
        for (var seed = block * SCENARIOS_A_TEST; seed < (block + 1) * SCENARIOS_A_TEST; seed++) {
            try {
                new NamespaceRun(seed).play();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
        }
    }

    /** The same world, killed after the first write, the second, and so on until nothing is left to be killed. */
    @ParameterizedTest
    @MethodSource("seeds")
    void whereverItIsKilledTheEndIsTheSame(long seed) {
        var undisturbed = new NamespaceRun(seed);
        undisturbed.begin();
        undisturbed.change();
        undisturbed.settle();
        var expected = undisturbed.cluster.lists();

        var killed = true;
        for (var write = 0; killed; write++) {
            var run = new NamespaceRun(seed);
            run.begin();
            run.change();
            killed = run.killedAfter(write);
            run.settle();

            assertThat(run.cluster.lists()).as("killed after write %d", write).isEqualTo(expected);
        }
    }
}
