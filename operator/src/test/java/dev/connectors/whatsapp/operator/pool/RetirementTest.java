package dev.connectors.whatsapp.operator.pool;

import dev.connectors.whatsapp.operator.assignment.ShardId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("P2")
class RetirementTest {
    private static final ShardId SHARD = new ShardId("default", 1);

    private final Map<ShardId, Long> answers = new HashMap<>(Map.of(SHARD, 7L));
    private final Retirement retirement = new Retirement(shard -> Optional.ofNullable(answers.get(shard)));

    @Test
    void aShardIsGivenUpAfterThreeAnswersSinceNothingNeededIt() {
        retirement.observe(Set.of(SHARD));

        answers.put(SHARD, 9L);
        assertThat(retirement.isDue(SHARD)).isFalse();
        answers.put(SHARD, 10L);
        assertThat(retirement.isDue(SHARD)).isTrue();
    }

    @Test
    void lookingAgainDoesNotBeginAnew() {
        retirement.observe(Set.of(SHARD));
        answers.put(SHARD, 10L);
        retirement.observe(Set.of(SHARD));

        assertThat(retirement.isDue(SHARD)).isTrue();
    }

    @Test
    void aShardThatWasNeededInBetweenBeginsAnew() {
        retirement.observe(Set.of(SHARD));
        answers.put(SHARD, 10L);
        retirement.observe(Set.of());
        retirement.observe(Set.of(SHARD));

        assertThat(retirement.isDue(SHARD)).isFalse();
        assertThat(retirement.isPending()).isTrue();
    }

    @Test
    void aShardOfWhichNobodyAnswersIsNotGivenUp() {
        answers.clear();
        retirement.observe(Set.of(SHARD));

        assertThat(retirement.isDue(SHARD)).isFalse();
        assertThat(retirement.isPending()).isFalse();
    }
}
