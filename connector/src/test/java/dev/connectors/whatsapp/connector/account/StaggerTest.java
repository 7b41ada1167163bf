package dev.connectors.whatsapp.connector.account;

import dev.connectors.whatsapp.connector.config.Settings.StaggerSettings;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("A3")
class StaggerTest {
    private static final Duration LEAST = Duration.ofSeconds(2);
    private static final Duration MOST = Duration.ofSeconds(5);
    private static final Duration TOTAL = Duration.ofSeconds(100);
    private static final StaggerSettings STANDARD = new StaggerSettings(LEAST, MOST, TOTAL);
    /** Far more than a login and what WhatsApp held back take. */
    private static final Duration TO_CONNECT = Duration.ofSeconds(20);

    static IntStream seeds() {
        return IntStream.range(0, 20);
    }

    private static Stagger stagger(StaggerSettings settings, long seed) {
        return new Stagger(settings, new SplittableRandom(seed));
    }

    private static List<Duration> gaps(List<Duration> turns) {
        return IntStream.range(1, turns.size())
                .mapToObj(i -> turns.get(i).minus(turns.get(i - 1)))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    @Tag("P3")
    void thirtyAccountsAreUpWithinTwoMinutes(long seed) {
        var turns = stagger(STANDARD, seed).turns(30);

        assertThat(turns).hasSize(30).isSorted();
        assertThat(turns.getFirst()).isZero();
        assertThat(turns.getLast()).isBetween(TOTAL.dividedBy(2), TOTAL);
        assertThat(turns.getLast().plus(TO_CONNECT)).isLessThanOrEqualTo(Duration.ofMinutes(2));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void fewAccountsHaveTwoToFiveSecondsBetweenThem(long seed) {
        var gaps = gaps(stagger(STANDARD, seed).turns(10));

        assertThat(gaps).hasSize(9).allSatisfy(gap -> assertThat(gap).isBetween(LEAST, MOST));
        assertThat(gaps).doesNotHaveDuplicates();
    }

    @Test
    void manyMoveCloserTogetherAndNoneIsLeftToTheEnd() {
        var gaps = gaps(stagger(STANDARD, 1).turns(300));

        assertThat(gaps.stream().reduce(Duration.ZERO, Duration::plus)).isLessThanOrEqualTo(TOTAL);
        assertThat(gaps).allSatisfy(gap -> assertThat(gap).isBetween(Duration.ofMillis(100), Duration.ofSeconds(1)));
    }

    @Test
    void withoutJitterAllBeginAtOnce() {
        var none = new StaggerSettings(Duration.ZERO, Duration.ZERO, TOTAL);

        assertThat(stagger(none, 1).turns(30)).hasSize(30).containsOnly(Duration.ZERO);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void whoIsAloneDoesNotWait(int accounts) {
        assertThat(stagger(STANDARD, 1).turns(accounts)).hasSize(accounts).allMatch(Duration::isZero);
    }

    @Test
    void theSameSeedGivesTheSameTurns() {
        assertThat(stagger(STANDARD, 7).turns(30))
                .isEqualTo(stagger(STANDARD, 7).turns(30));
        assertThat(stagger(STANDARD, 7).turns(30))
                .isNotEqualTo(stagger(STANDARD, 8).turns(30));
    }
}
