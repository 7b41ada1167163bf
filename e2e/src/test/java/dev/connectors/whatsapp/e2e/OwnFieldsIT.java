package dev.connectors.whatsapp.e2e;

import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** What the operator has made it keeps as it made it, and what others add to it is theirs. */
@Tag("P1")
@ExtendWith(FleetExtension.class)
class OwnFieldsIT {
    private static final String SHARD = "whatsapp-default-0";
    private static final String LIST = "configmaps/whatsapp-default-0";
    private static final String WORKLOAD = "statefulsets/whatsapp-default-0";
    private static final String SERVICE = "services/whatsapp-default";
    private static final String BUDGET = "poddisruptionbudgets/whatsapp-default";
    private static final String NETWORK = "networkpolicies/whatsapp-default";

    @BeforeAll
    static void everythingHasBeenMade(Fleet fleet) {
        fleet.apply("kept", "40716000000");
        await("everything of a pool with one account")
                .atMost(Fleet.SOON)
                .until(() -> fleet.lists().of(SHARD).contains("kept")
                        && objects()
                                .noneMatch(object -> fleet.kubectl("get", object, "--ignore-not-found")
                                        .isEmpty()));
    }

    static Stream<String> objects() {
        return Stream.of(LIST, WORKLOAD, SERVICE, BUDGET, NETWORK);
    }

    @ParameterizedTest
    @MethodSource("objects")
    void aDeletedObjectComesBack(String object, Fleet fleet) {
        var content = "{.data}{.spec.replicas}{.spec.selector}{.spec.podSelector}";
        var uid = field(fleet, object, "{.metadata.uid}");
        var before = field(fleet, object, content);

        // The pods of a workload may stay: here it is about the object.
        fleet.kubectl("delete", object, "--cascade=orphan");

        await(object + " is there again").atMost(Fleet.SOON).until(() -> field(fleet, object, content), before::equals);
        assertThat(field(fleet, object, "{.metadata.uid}")).isNotEqualTo(uid);
    }

    static Stream<Arguments> damages() {
        return Stream.of(
                arguments(WORKLOAD, "{.spec.replicas}", """
                        {"spec": {"replicas": 0}}"""),
                arguments(WORKLOAD, "{.spec.template.spec.automountServiceAccountToken}", """
                        {"spec": {"template": {"spec": {"automountServiceAccountToken": true}}}}"""),
                arguments(BUDGET, "{.spec.maxUnavailable}", """
                        {"spec": {"maxUnavailable": "100%"}}"""),
                arguments(NETWORK, "{.spec.ingress}", """
                        {"spec": {"ingress": []}}"""),
                arguments(SERVICE, "{.spec.ports[0].targetPort}", """
                        {"spec": {"ports": [{"port": 8080, "targetPort": 9999}]}}"""),
                arguments(LIST, "{.data}", """
                        {"data": {"accounts.json": "{}"}}"""),
                arguments(LIST, "{.data}", """
                        {"data": null}"""),
                arguments(LIST, "{.metadata.labels}", """
                        {"metadata": {"labels": {"whatsapp.connectors.dev/pool": null}}}"""));
    }

    @ParameterizedTest
    @MethodSource("damages")
    void aFieldOfOursIsPutRight(String object, String field, String damage, Fleet fleet) {
        var before = field(fleet, object, field);

        var answer = fleet.kubectl("patch", object, "--type=merge", "--patch", damage);

        assertThat(answer).doesNotContain("no change");
        await(object + " is as before").atMost(Fleet.SOON).until(() -> field(fleet, object, field), before::equals);
    }

    @ParameterizedTest
    @MethodSource("objects")
    void aFieldOfOthersIsLeftAlone(String object, Fleet fleet) {
        var noted = Instant.now();
        fleet.kubectl("label", object, "team=sales");
        fleet.kubectl("annotate", object, "example.com/note=ours");

        // By then the operator has had to look at everything once more.
        var later = object.replace('/', '-');
        fleet.apply(later, "4071600001" + objects().toList().indexOf(object));
        await("a later account")
                .atMost(Fleet.SOON)
                .until(() -> fleet.lists().of(SHARD).contains(later));

        assertThat(field(fleet, object, "{.metadata.labels.team} {.metadata.annotations.example\\.com/note}"))
                .isEqualTo("sales ours");
        assertThat(fleet.operatorWrites())
                .filteredOn(write -> write.at().isAfter(noted))
                .extracting(AuditLog.Write::object)
                .contains(LIST)
                .filteredOn(written -> !written.equals(LIST))
                .doesNotContain(object);
    }

    /** Nothing while there is no such object. */
    private static String field(Fleet fleet, String object, String path) {
        return fleet.kubectl("get", object, "--ignore-not-found", "-o", "jsonpath=" + path);
    }
}
