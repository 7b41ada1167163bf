package dev.connectors.whatsapp.operator.pool;

import dev.connectors.whatsapp.operator.assignment.ShardId;
import dev.connectors.whatsapp.operator.connector.ConnectorPoller.PodRef;
import dev.connectors.whatsapp.operator.connector.ConnectorPoller.Target;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TargetsTest {
    private static final ShardId SHARD = new ShardId("default", 0);

    @Test
    void thePodOfEachWorkloadIsAskedAtItsAddressWithThePoolsToken() {
        var world = Worlds.of(List.of(), Worlds.workload(0, 1), Worlds.pod(0, "10.0.0.7"), Worlds.token());

        assertThat(Targets.of(world))
                .isEqualTo(Map.of(
                        SHARD,
                        new Target(
                                Optional.of(new PodRef("whatsapp-default-0-0", "pod-0")),
                                Optional.of("10.0.0.7"),
                                "secret")));
    }

    @Test
    void aPodWithoutAnAddressIsFollowedAllTheSame() {
        var world = Worlds.of(List.of(), Worlds.workload(0, 0), Worlds.pod(0, ""), Worlds.token());

        assertThat(Targets.of(world).get(SHARD))
                .isEqualTo(new Target(
                        Optional.of(new PodRef("whatsapp-default-0-0", "pod-0")), Optional.empty(), "secret"));
    }

    @Test
    void aWorkloadWithoutAPodCountsAsNotAnswering() {
        var world = Worlds.of(List.of(), Worlds.workload(0, 0), Worlds.token());

        assertThat(Targets.of(world).get(SHARD)).isEqualTo(new Target(Optional.empty(), Optional.empty(), "secret"));
    }

    @Test
    void nobodyIsAskedWithoutAToken() {
        var world = Worlds.of(List.of(), Worlds.workload(0, 1), Worlds.pod(0, "10.0.0.7"));

        assertThat(Targets.of(world)).isEmpty();
    }

    @Test
    void aWorkloadOfAPoolThatIsGoneIsNobodysBusiness() {
        var world = World.of(
                List.of(), List.of(), Stream.of(Worlds.workload(0, 1), Worlds.pod(0, "10.0.0.7"), Worlds.token()));

        assertThat(Targets.of(world)).isEmpty();
    }
}
