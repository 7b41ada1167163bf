package dev.connectors.whatsapp.operator.pool;

import dev.connectors.whatsapp.operator.pool.Leader.LeaseLostException;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An operator that is paused anywhere, and goes on after another one has taken over, puts no account into a second list.
 * The world changes while it is paused, so that the two want different things. The seed of a failure is in the message.
 */
@Tag("P1")
@Tag("P2")
class FormerLeaderModelTest {
    private static final int WORLDS_A_TEST = 32;
    private static final Duration PAUSE = Duration.ofMinutes(1);
    /** It waits for its turn before and after each. Rarely has it ended by then. */
    private static final int MOST_OPERATIONS_BEFORE = 12;

    /** 8 times 32 worlds. */
    static LongStream seeds() {
        return LongStream.range(0, 8);
    }

    @ParameterizedTest(name = "seeds from {0} times 32")
    @MethodSource("seeds")
    void aWokenLeaderSendsOnlyWhatWasOnItsWayAndNothingIsListedTwice(long block) {
        everyWorld(block, seed -> {
            var worlds = new Worlds(seed, true);
            var before = worlds.takeOver();
            worlds.goOn();

            assertThat(worlds.former.writes - before)
                    .as("writes after the take-over")
                    .isLessThanOrEqualTo(1);
        });
    }

    /** A frozen machine's clock may stand, and clocks of two machines differ: the lists must not depend on them. */
    @ParameterizedTest(name = "seeds from {0} times 32")
    @MethodSource("seeds")
    void nothingIsListedTwiceEvenIfBothTakeThemselvesForTheLeader(long block) {
        everyWorld(block, seed -> {
            var worlds = new Worlds(seed, false);
            worlds.takeOver();
            worlds.goOn();
        });
    }

    private interface World {
        void play(long seed);
    }

    private static void everyWorld(long block, World world) {
        for (var seed = block * WORLDS_A_TEST; seed < (block + 1) * WORLDS_A_TEST; seed++) {
            try {
                world.play(seed);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
        }
    }

    private static final class Worlds {
        private final NamespaceRun run;
        private final PausableCluster former;
        private final PausableCluster second;
        private final NamespaceKeeper formerKeeper;
        private Duration now = Duration.ZERO;

        Worlds(long seed, boolean clockRuns) {
            run = new NamespaceRun(seed);
            former = new PausableCluster(run.cluster);
            second = new PausableCluster(run.cluster);
            formerKeeper = run.keeper(former, new FakeLeader("former", clockRuns ? () -> now : () -> Duration.ZERO));
            run.takenOverBy(formerKeeper);
            run.begin();
            for (var i = 0; i < 3; i++) {
                run.create();
            }
        }

        /** The first one is paused, the world goes on, and the second one leads. */
        int takeOver() {
            former.start(() -> keepAFewTimes(formerKeeper));
            for (var operations = run.random.nextInt(MOST_OPERATIONS_BEFORE); operations > 0; operations--) {
                former.step();
            }
            now = now.plus(PAUSE);
            for (var i = 0; i < 4; i++) {
                run.pin();
            }
            run.change();
            var successor = run.keeper(second, new FakeLeader("second", () -> now));
            run.takenOverBy(successor);
            second.start(() -> keepAFewTimes(successor));
            return former.writes;
        }

        /** Now the one, now the other, in turns of which some are long. */
        void goOn() {
            var both = List.of(former, second);
            while (!former.hasEnded() || !second.hasEnded()) {
                var process = both.get(run.random.nextInt(2));
                for (var turns = run.random.nextInt(12); turns > 0; turns--) {
                    process.step();
                }
            }
            both.forEach(process -> process.failure().ifPresent(failure -> {
                throw new AssertionError(failure.getMessage(), failure);
            }));
            run.settle();
            run.settledWorldIsAsPlanned();
        }

        private static void keepAFewTimes(NamespaceKeeper keeper) {
            for (var i = 0; i < 3; i++) {
                try {
                    keeper.keep();
                } catch (LeaseLostException | KubernetesClientException | IllegalStateException e) {
                    assertThat(e).hasMessageMatching("(?s).*(lease has run out|faster than).*");
                }
            }
        }
    }
}
