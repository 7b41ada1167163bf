package dev.connectors.whatsapp.e2e;

import dev.connectors.whatsapp.local.fleet.Installation;
import dev.connectors.whatsapp.local.http.HttpFailure;
import dev.connectors.whatsapp.operator.api.AccountPhase;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

/** A pool whose connectors set up accounts that are asked for by HTTP, with the rights that the chart gives them. */
@Tag("H6")
class AccountApiIT {
    @RegisterExtension
    static final FleetExtension FLEET = new FleetExtension(Map.of("accountApi", Map.of("enabled", true)));

    private static final String RIGHT = Installation.RELEASE + "-accounts";

    @Test
    @Tag("P1")
    void anAccountThatIsAskedForIsAResourceShowsItsQrAndConnects(Fleet fleet) {
        var accountId = fleet.setUpByHttp("Sales", "40717100001");

        var name = accountId.replace('_', '-');
        assertThat(fleet.kubectl("get", "waa", name, "--output=jsonpath={.spec.accountId} {.spec.displayName}"))
                .isEqualTo(accountId + " Sales");
        await("its QR").atMost(Fleet.SOON).until(() -> fleet.qrCode(accountId), Optional::isPresent);
        fleet.pair(accountId, "40717100001");
        assertThat(fleet.awaitPhase(name, AccountPhase.CONNECTED).shard()).isEqualTo("whatsapp-default-0");
        assertThat(refusal(fleet, "40717100001"))
                .hasValueSatisfying(refusal -> assertThat(refusal.body()).contains("account_exists", accountId));
    }

    @Test
    void itsConnectorsMayCreateAccountsAndDoNothingElse(Fleet fleet) {
        var everyRight = fleet.kubectl(
                "auth",
                "can-i",
                "--list",
                "--no-headers",
                "--as=system:serviceaccount:" + fleet.namespace() + ":" + RIGHT);

        // Whatever stands to the right of an empty first column is an address of the server, open to everybody.
        assertThat(everyRight.lines())
                .filteredOn(line -> !line.startsWith(" ") && !line.startsWith("selfsubject"))
                .singleElement()
                .satisfies(right -> assertThat(right)
                        .matches("whatsappaccounts\\.whatsapp\\.connectors\\.dev[ \\[\\]]+\\[create]"));
    }

    @Test
    void itsBridgesSeeNothingOfKubernetes(Fleet fleet) {
        fleet.awaitShard(0);
        var spec = fleet.shard(0).pod().getSpec();

        assertThat(spec.getServiceAccountName()).isEqualTo(RIGHT);
        assertThat(spec.getAutomountServiceAccountToken()).isFalse();
        assertThat(spec.getContainers().getFirst().getVolumeMounts())
                .anyMatch(mount -> mount.getName().equals("kubernetes"));
        assertThat(spec.getInitContainers().getFirst().getVolumeMounts())
                .noneMatch(mount -> mount.getName().equals("kubernetes"));
    }

    @Test
    void withoutTheRightAnAccountIsRefusedInClearWordsUntilItIsThereAgain(Fleet fleet) {
        var right = right(fleet).require();

        right(fleet).delete();
        try {
            var refused = await().atMost(Fleet.SOON)
                    .until(
                            () -> refusal(fleet, "40717100002"),
                            refusal -> refusal.filter(failure -> failure.body().contains("account_refused"))
                                    .isPresent())
                    .orElseThrow();

            assertThat(refused.status()).isEqualTo(409);
            assertThat(refused.body()).contains("403 Forbidden").doesNotContain("system:serviceaccount");
        } finally {
            fleet.client().resource(again(right)).inNamespace(fleet.namespace()).create();
        }
        await().atMost(Fleet.SOON)
                .ignoreException(HttpFailure.class)
                .until(() -> fleet.setUpByHttp("Found", "40717100003"), id -> !id.isEmpty());
    }

    /** What setting up an account of this number is refused by. */
    private static Optional<HttpFailure> refusal(Fleet fleet, String phone) {
        return Optional.ofNullable(catchThrowableOfType(HttpFailure.class, () -> fleet.setUpByHttp("Again", phone)));
    }

    private static Resource<RoleBinding> right(Fleet fleet) {
        return fleet.client()
                .rbac()
                .roleBindings()
                .inNamespace(fleet.namespace())
                .withName(RIGHT);
    }

    private static RoleBinding again(RoleBinding deleted) {
        return new RoleBindingBuilder(deleted)
                .withMetadata(new ObjectMetaBuilder().withName(RIGHT).build())
                .build();
    }
}
