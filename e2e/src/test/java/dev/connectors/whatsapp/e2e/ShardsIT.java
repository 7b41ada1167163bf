package dev.connectors.whatsapp.e2e;

import dev.connectors.whatsapp.local.process.Signal;
import dev.connectors.whatsapp.operator.api.AccountPhase;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** One account more than a shard takes: two shards, of which neither stands in the other's way. */
@ExtendWith(FleetExtension.class)
class ShardsIT {
    private static final String FIRST = "whatsapp-default-0";
    private static final String SECOND = "whatsapp-default-1";
    private static final List<String> THIRTY =
            IntStream.range(0, 30).mapToObj("account-%02d"::formatted).toList();

    @BeforeAll
    static void thirtyAccountsAndOneMore(Fleet fleet) {
        fleet.applyAll(THIRTY, 40713000000L);
        await("a list of thirty")
                .atMost(Fleet.SOON)
                .until(() -> fleet.lists().of(FIRST).containsAll(THIRTY));
        fleet.apply("one-more", "40713000030");
    }

    @Test
    @Tag("P2")
    @Tag("P5")
    void theThirtyFirstAccountOpensASecondShardAndNobodyMoves(Fleet fleet) {
        await("both connectors have taken up their accounts")
                .atMost(Fleet.SOON)
                .until(() -> fleet.in(AccountPhase.NEEDS_PAIRING).size() > THIRTY.size());

        assertThat(fleet.lists().now().get(FIRST)).containsExactlyInAnyOrderElementsOf(THIRTY);
        assertThat(fleet.lists().now().get(SECOND)).contains("one-more").doesNotContainAnyElementsOf(THIRTY);
        assertThat(fleet.shard(0).accounts()).containsExactlyInAnyOrderElementsOf(THIRTY);
        assertThat(fleet.shard(1).accounts()).contains("one-more").doesNotContainAnyElementsOf(THIRTY);
    }

    @Test
    @Tag("P5")
    void aConnectorThatHangsDelaysNobodyElse(Fleet fleet) throws Exception {
        await("every account has been reported")
                .atMost(Fleet.SOON)
                .until(() -> fleet.in(AccountPhase.NEEDS_PAIRING).size() > THIRTY.size());
        var healthy = fleet.awaitShard(1);
        var hanging = fleet.shard(0).connector();

        Signal.STOP.send(hanging);
        try {
            await("accounts of the hanging connector are not known any longer")
                    .atMost(Fleet.SOON)
                    .until(() -> new TreeSet<>(fleet.in(AccountPhase.UNKNOWN)), new TreeSet<>(THIRTY)::equals);
            fleet.apply("meanwhile", "40713000031");
            Fleet.awaitAtOnce(
                    "the healthy connector has the new account",
                    () -> healthy.accounts().contains("meanwhile"));
        } finally {
            // Unless its probe has ended it by now.
            if (hanging.isAlive()) {
                Signal.CONT.send(hanging);
            }
        }

        await("all accounts are known again")
                .atMost(Fleet.SOON)
                .until(() -> fleet.in(AccountPhase.UNKNOWN).isEmpty()
                        && fleet.in(AccountPhase.NEEDS_PAIRING).containsAll(THIRTY));
        assertThat(fleet.lists().now())
                .containsAllEntriesOf(Map.of(FIRST, Set.copyOf(THIRTY), SECOND, Set.of("one-more", "meanwhile")));
    }
}
