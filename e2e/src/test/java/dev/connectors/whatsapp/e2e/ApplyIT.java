package dev.connectors.whatsapp.e2e;

import dev.connectors.whatsapp.local.whatsapp.PhoneState;
import dev.connectors.whatsapp.operator.api.AccountPhase;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** {@code kubectl apply} is all it takes, and {@code kubectl delete} to end it. */
@ExtendWith(FleetExtension.class)
class ApplyIT {
    private static final String SHARD = "whatsapp-default-0";

    @Test
    @Tag("P1")
    void anAppliedAccountGetsAShardAndConnects(Fleet fleet) {
        fleet.apply("sales", "40712345678");
        fleet.pair("sales", "40712345678");

        fleet.awaitPhase("sales", AccountPhase.CONNECTED);

        assertThat(fleet.kubectl("get", "waa", "sales"))
                .contains("Connected", SHARD)
                .doesNotContain("40712345678");
    }

    @Test
    @Tag("P1")
    void aDeletedAccountIsLoggedOutIfItsPolicySaysSo(Fleet fleet) {
        fleet.connect("leaving", "40712000001", "deletionPolicy: LogoutAndDelete");

        fleet.delete("leaving");

        assertThat(fleet.phone("40712000001").state().devices()).isEmpty();
        assertThat(fleet.shard(0).sessions()).doesNotContain("leaving");
        assertThat(fleet.lists().of(SHARD)).doesNotContain("leaving");
    }

    @Test
    @Tag("P2")
    void aDeletedAccountThatIsRetainedConnectsAgainWithoutACode(Fleet fleet) {
        fleet.connect("returning", "40712000002");
        var linked = fleet.phone("40712000002").state().devices().stream()
                .map(PhoneState.Device::linkedAt)
                .toList();

        fleet.delete("returning");

        assertThat(fleet.lists().of(SHARD)).doesNotContain("returning");
        await().atMost(Fleet.SOON)
                .until(() -> !fleet.phone("40712000002").state().connected());
        assertThat(fleet.shard(0).sessions()).contains("returning");

        fleet.apply("returning", "40712000002");
        fleet.awaitPhase("returning", AccountPhase.CONNECTED);

        assertThat(fleet.qrCode("returning")).isEmpty();
        assertThat(fleet.phone("40712000002").state().devices())
                .extracting(PhoneState.Device::linkedAt)
                .containsExactlyElementsOf(linked);
    }

    @Test
    @Tag("P1")
    void theConnectorTakesUpANewAccountAndDropsARemovedOneAsItRuns(Fleet fleet) {
        var shard = fleet.awaitShard(0);
        var before = shard.life();

        fleet.apply("passing", "40712000003");
        Fleet.awaitAtOnce(
                "the connector has the account", () -> shard.accounts().contains("passing"));
        fleet.delete("passing");
        Fleet.awaitAtOnce(
                "the connector has dropped the account", () -> !shard.accounts().contains("passing"));

        assertThat(shard.life()).isEqualTo(before);
    }
}
