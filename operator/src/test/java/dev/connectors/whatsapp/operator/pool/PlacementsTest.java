package dev.connectors.whatsapp.operator.pool;

import dev.connectors.whatsapp.operator.assignment.ShardId;
import dev.connectors.whatsapp.operator.planner.Placement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("P2")
class PlacementsTest {
    private static final Optional<Placement> ON_THE_FIRST_SHARD =
            Optional.of(new Placement.Assigned(new ShardId("default", 0)));

    private final AtomicLong version = new AtomicLong();
    private final AtomicInteger reads = new AtomicInteger();
    private final List<Set<String>> told = new ArrayList<>();
    private World world = Worlds.of(List.of(Worlds.account("sales")));
    private final Placements placements = new Placements(
            () -> {
                reads.incrementAndGet();
                return world;
            },
            shard -> Optional.empty(),
            version::get,
            told::add);

    private void becomes(World next) {
        world = next;
        version.incrementAndGet();
    }

    @Test
    void anAccountHasAShardOnceTheShardsListHasIt() {
        assertThat(placements.of("uid-sales")).isEmpty();

        becomes(Worlds.of(List.of(Worlds.account("sales")), Worlds.list(0, Worlds.entry("sales"))));

        assertThat(placements.of("uid-sales")).isEqualTo(ON_THE_FIRST_SHARD);
        assertThat(told).containsExactly(Set.of("sales"));
    }

    @Test
    void whatFitsNowhereIsToldWithoutAList() {
        var first = Worlds.entry("a");
        becomes(Worlds.of(List.of(Worlds.account("a"), Worlds.account("bb")), Worlds.list(0, first)));

        assertThat(placements.of("uid-bb"))
                .hasValueSatisfying(placement -> assertThat(placement).isInstanceOf(Placement.Unplaced.class));
    }

    @Test
    void nothingIsPlannedTwiceFromTheSame() {
        placements.of("uid-sales");
        placements.of("uid-sales");
        placements.of("uid-other");

        assertThat(reads).hasValue(1);
    }

    @Test
    void aPoolsTurnPlansAnewAndTellsNobodyWhereNothingChanged() {
        becomes(Worlds.of(List.of(Worlds.account("sales")), Worlds.list(0, Worlds.entry("sales"))));
        placements.refresh();
        placements.refresh();

        assertThat(reads).hasValue(2);
        assertThat(told).isEmpty();
    }

    @Test
    void anAccountThatTheCachesDoNotHaveYetHasNoPlacement() {
        assertThat(placements.of("uid-new")).isEmpty();
    }
}
