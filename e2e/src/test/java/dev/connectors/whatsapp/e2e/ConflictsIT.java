package dev.connectors.whatsapp.e2e;

import dev.connectors.whatsapp.operator.api.AccountPhase;
import dev.connectors.whatsapp.operator.api.ConditionType;
import dev.connectors.whatsapp.operator.api.Conditions;
import dev.connectors.whatsapp.operator.api.Reason;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** An account that cannot be placed says why and what to do, and is in nobody's way. */
@Tag("P2")
class ConflictsIT {
    private static final String SHARD = "whatsapp-default-0";

    @RegisterExtension
    static final FleetExtension ONE_SMALL_SHARD =
            new FleetExtension(Map.of("shards", Map.of("max", 1), "maxAccountsPerShard", 2));

    @BeforeEach
    void oneAccountHasItsShard(Fleet fleet) {
        fleet.apply("first", "40715000000");
        await("its place")
                .atMost(Fleet.SOON)
                .until(() -> fleet.lists().of(SHARD).contains("first"));
    }

    @Test
    void anAccountIdBelongsToWhoHadItFirst(Fleet fleet) {
        var before = listVersion(fleet);

        fleet.apply("second", "40715000001", "accountId: first");

        assertRefused(fleet, "second", Reason.ACCOUNT_ID_IN_USE, "WhatsAppAccount first", "another accountId");
        assertThat(listVersion(fleet)).isEqualTo(before);
        fleet.delete("second");
        assertThat(listVersion(fleet)).isEqualTo(before);
    }

    @Test
    void aPhoneNumberBelongsToWhoHadItFirst(Fleet fleet) {
        var before = listVersion(fleet);

        fleet.apply("same-phone", "40715000000");

        assertRefused(
                fleet, "same-phone", Reason.PHONE_NUMBER_IN_USE, "WhatsAppAccount first", "change spec.phoneNumber");
        assertThat(listVersion(fleet)).isEqualTo(before);
        fleet.delete("same-phone");
    }

    @Test
    void anAccountWaitsForItsPool(Fleet fleet) {
        var before = listVersion(fleet);

        fleet.apply("stray", "40715000002", "poolRef: elsewhere");

        assertRefused(fleet, "stray", Reason.POOL_NOT_FOUND, "no ConnectorPool elsewhere", "create it");
        assertThat(listVersion(fleet)).isEqualTo(before);
        fleet.delete("stray");
    }

    @Test
    void anAccountWaitsUntilThereIsRoom(Fleet fleet) {
        fleet.apply("last", "40715000003");
        await("a full pool")
                .atMost(Fleet.SOON)
                .until(() -> fleet.lists().of(SHARD).size() == 2);
        var before = listVersion(fleet);

        fleet.apply("too-many", "40715000004");

        assertRefused(fleet, "too-many", Reason.POOL_FULL, "spec.maxAccountsPerShard", "spec.shards.max");
        assertThat(listVersion(fleet)).isEqualTo(before);
        fleet.delete("last");
        await("the place that became free")
                .atMost(Fleet.SOON)
                .until(() -> fleet.lists().of(SHARD).contains("too-many"));
        fleet.delete("too-many");
    }

    private static void assertRefused(Fleet fleet, String name, Reason reason, String... advice) {
        var status = fleet.awaitPhase(name, AccountPhase.PENDING);
        assertThat(Conditions.find(status.conditions(), ConditionType.SCHEDULED))
                .hasValueSatisfying(condition -> {
                    assertThat(condition.reason()).isEqualTo(reason);
                    assertThat(condition.message()).contains(advice);
                });
        assertThat(fleet.kubectl("get", "waa", name, "-o", "wide")).contains(advice);
    }

    private static String listVersion(Fleet fleet) {
        return fleet.client()
                .configMaps()
                .inNamespace(fleet.namespace())
                .withName(SHARD)
                .require()
                .getMetadata()
                .getResourceVersion();
    }
}
