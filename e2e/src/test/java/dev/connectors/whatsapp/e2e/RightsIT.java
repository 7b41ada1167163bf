package dev.connectors.whatsapp.e2e;

import dev.connectors.whatsapp.local.fleet.Installation;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The operator may do what it does, and nothing beyond; a connector knows nothing of Kubernetes. */
@Tag("P1")
@ExtendWith(FleetExtension.class)
class RightsIT {
    @ParameterizedTest
    @CsvSource({
        "create, '', pods",
        "delete, '', pods",
        "create, '', pods/exec",
        "create, '', serviceaccounts",
        "create, '', serviceaccounts/token",
        "create, whatsapp.connectors.dev, whatsappaccounts",
        "delete, whatsapp.connectors.dev, whatsappaccounts",
        "create, whatsapp.connectors.dev, connectorpools",
        "delete, whatsapp.connectors.dev, connectorpools",
        "create, apps, deployments",
        "patch, apps, deployments",
        "create, rbac.authorization.k8s.io, roles",
        "create, rbac.authorization.k8s.io, rolebindings",
    })
    void inItsNamespaceTheOperatorMayNot(String verb, String group, String resource, Fleet fleet) {
        assertThat(operatorMay(fleet, fleet.namespace(), verb, group, resource)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "get, '', secrets",
        "list, '', secrets",
        "list, '', configmaps",
        "patch, apps, statefulsets",
        "list, whatsapp.connectors.dev, whatsappaccounts",
    })
    void whatItMayInItsNamespaceItMayNotInAnother(String verb, String group, String resource, Fleet fleet) {
        assertThat(operatorMay(fleet, fleet.namespace(), verb, group, resource)).isTrue();
        assertThat(operatorMay(fleet, "kube-system", verb, group, resource)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"namespaces", "nodes", "persistentvolumes"})
    void ofTheWholeClusterItSeesNothing(String resource, Fleet fleet) {
        assertThat(operatorMay(fleet, "", "list", "", resource)).isFalse();
    }

    /** The extension looks for writes that were refused; this is that there were any to look at, and what it reads. */
    @Test
    void nothingThatTheOperatorDoesIsRefused(Fleet fleet) {
        fleet.apply("allowed", "40717000000");
        fleet.awaitShard(0);

        assertThat(fleet.operatorWrites())
                .extracting(AuditLog.Write::resource)
                .contains("configmaps", "statefulsets", "whatsappaccounts", "leases");
        assertThat(fleet.operatorWrites()).noneMatch(AuditLog.Write::isForbidden);
        assertThat(fleet.kubectl("logs", "deployment/" + Installation.RELEASE))
                .contains("the operator has started")
                .doesNotContainIgnoringCase("forbidden");
    }

    @Test
    void aConnectorHasNoTokenOfKubernetes(Fleet fleet) {
        fleet.awaitShard(0);
        var spec = fleet.shard(0).pod().getSpec();

        assertThat(spec.getAutomountServiceAccountToken()).isFalse();
        assertThat(spec.getVolumes()).extracting(Volume::getProjected).containsOnlyNulls();
        assertThat(spec.getContainers())
                .flatExtracting(container -> container.getVolumeMounts())
                .noneMatch(mount -> mount.getMountPath().startsWith("/var/run/secrets/kubernetes.io"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"connector", "bridge"})
    @EnabledOnOs(OS.LINUX)
    void itsProcessesAreToldOfNoToken(String container, Fleet fleet) throws IOException {
        fleet.awaitShard(0);
        var process = Installation.process(fleet.shard(0).pod(), container);

        var environment = Files.readString(
                Path.of("/proc", Long.toString(process.pid()), "environ"), StandardCharsets.ISO_8859_1);

        assertThat(environment.split("\0")).anyMatch(variable -> variable.startsWith("BRIDGE_SOCKET="));
        assertThat(environment).doesNotContain("KUBERNETES_AUTH", "KUBERNETES_CERTS", "kubernetes.io/serviceaccount");
    }

    private static boolean operatorMay(Fleet fleet, String namespace, String verb, String group, String resource) {
        var parts = resource.split("/", 2);
        var review = new SubjectAccessReviewBuilder()
                .withNewSpec()
                .withUser("system:serviceaccount:" + fleet.namespace() + ":" + Installation.RELEASE)
                .addToGroups("system:serviceaccounts", "system:authenticated")
                .withNewResourceAttributes()
                .withNamespace(namespace)
                .withVerb(verb)
                .withGroup(group)
                .withResource(parts[0])
                .withSubresource(parts.length > 1 ? parts[1] : "")
                .endResourceAttributes()
                .endSpec()
                .build();
        return fleet.client()
                .authorization()
                .v1()
                .subjectAccessReview()
                .create(review)
                .getStatus()
                .getAllowed();
    }
}
