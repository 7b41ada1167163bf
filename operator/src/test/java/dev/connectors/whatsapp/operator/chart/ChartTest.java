package dev.connectors.whatsapp.operator.chart;

import com.marcnuri.helm.Helm;
import dev.connectors.whatsapp.local.fleet.Installation;
import dev.connectors.whatsapp.operator.api.ConnectorPool;
import dev.connectors.whatsapp.operator.api.CrdFiles;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.api.model.rbac.Subject;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The chart with the values of each environment gives the objects in {@code out-*.yaml}, and nothing else. */
@Tag("P4")
class ChartTest {
    private static final Path FOLDER = Path.of(System.getProperty("basedir", "."), "src", "test", "resources", "chart");
    private static final String ACCOUNTS = Installation.RELEASE + "-accounts";
    private static final boolean UPDATE = Boolean.getBoolean("golden.update");

    @ParameterizedTest
    @EnumSource
    void anEnvironmentGetsItsObjects(Chart environment) throws IOException {
        var output = FOLDER.resolve("out-" + environment.word() + ".yaml");

        var yaml = environment.render();

        if (UPDATE) {
            Files.writeString(output, yaml);
        }
        assertThat(output)
                .describedAs("write it anew with -Dgolden.update=true")
                .exists()
                .hasContent(yaml);
    }

    @ParameterizedTest
    @EnumSource
    void anUpgradeFromAnyEnvironmentsValuesToAnyOthersIsAllowed(Chart environment) {
        var deployment = find(environment, Deployment.class);

        assertThat(deployment.getMetadata().getName()).isEqualTo(Installation.RELEASE);
        assertThat(deployment.getSpec().getSelector().getMatchLabels())
                .describedAs("Kubernetes refuses to change a selector")
                .isEqualTo(Map.of(
                        "app.kubernetes.io/name",
                        "whatsapp-operator",
                        "app.kubernetes.io/instance",
                        Installation.RELEASE));
        assertThat(deployment.getSpec().getTemplate().getMetadata().getLabels())
                .containsAllEntriesOf(deployment.getSpec().getSelector().getMatchLabels());
    }

    @ParameterizedTest
    @EnumSource
    void thePoolOutlivesTheRelease(Chart environment) {
        var pool = find(environment, ConnectorPool.class);

        assertThat(pool.getMetadata().getAnnotations()).containsEntry("helm.sh/resource-policy", "keep");
        assertThat(pool.getSpec().firebase().projectId()).isEqualTo("my-company-prod");
    }

    @Test
    void withoutADefaultPoolNoProjectIsNeeded() {
        var yaml = Chart.chart()
                .render(Installation.RELEASE, Chart.NAMESPACE, Map.of("defaultPool", Map.of("create", false)));

        assertThat(yaml).contains("kind: Deployment").doesNotContain("kind: ConnectorPool");
    }

    @Test
    void whereAccountsAreSetUpByHttpTheDefaultPoolsPodsMayCreateThemAndDoNothingElse() {
        var objects =
                objects(render(Map.of("accountApi", Map.of("enabled", true)))).toList();

        var role = only(objects, Role.class, ACCOUNTS);
        assertThat(role.getRules()).singleElement().satisfies(rule -> {
            assertThat(rule.getVerbs()).containsExactly("create");
            assertThat(rule.getApiGroups()).containsExactly("whatsapp.connectors.dev");
            assertThat(rule.getResources()).containsExactly("whatsappaccounts");
        });
        assertThat(only(objects, RoleBinding.class, ACCOUNTS).getSubjects())
                .extracting(Subject::getName)
                .containsExactly(ACCOUNTS);
        assertThat(only(objects, ServiceAccount.class, ACCOUNTS).getAutomountServiceAccountToken())
                .isFalse();
        assertThat(only(objects, ConnectorPool.class, "default").getSpec().pod().serviceAccountName())
                .isEqualTo(ACCOUNTS);
    }

    @Test
    void aServiceAccountThatTheDefaultPoolHasAlreadyIsTheOneThatMay() {
        var objects = objects(render(
                        Map.of("accountApi", Map.of("enabled", true), "pod", Map.of("serviceAccountName", "firebase"))))
                .toList();

        assertThat(only(objects, RoleBinding.class, ACCOUNTS).getSubjects())
                .extracting(Subject::getName)
                .containsExactly("firebase");
        assertThat(objects).noneMatch(yaml -> yaml.contains("kind: ServiceAccount\nmetadata:\n  name: " + ACCOUNTS));
        assertThat(only(objects, ConnectorPool.class, "default").getSpec().pod().serviceAccountName())
                .isEqualTo("firebase");
    }

    @Test
    void lintFindsNoFault(@TempDir Path folder) throws IOException {
        copy(Chart.chart().folder(), folder);
        // Lint takes no values beside the chart's own, which lack what the user has to say.
        var values = folder.resolve("values.yaml");
        Files.writeString(
                values, Files.readString(values).replace("firebase: {}", "firebase: {projectId: my-company-prod}"));

        var result = new Helm(folder).lint().strict().call();

        assertThat(result.isFailed()).describedAs("%s", result.getMessages()).isFalse();
        assertThat(result.getMessages()).noneMatch(message -> message.contains("ERROR"));
    }

    @Test
    void theNotesSayHowTheFirstAccountIsMade() {
        var output = Chart.chart().installOutput(Installation.RELEASE, Chart.NAMESPACE, Chart.PROJECT);

        assertThat(output)
                .contains("kubectl apply -n whatsapp", "kind: WhatsAppAccount", "kubectl get waa -n whatsapp");
    }

    @Test
    void itsDefinitionsAreThoseOfTheModel() throws IOException {
        var definitions = Chart.chart().definitions();

        assertThat(definitions).hasSize(2);
        for (var definition : definitions) {
            assertThat(definition)
                    .hasSameTextualContentAs(
                            CrdFiles.FOLDER.resolve(definition.getFileName().toString()));
        }
    }

    private static String render(Map<String, ?> poolSpec) {
        var pool = Map.of("firebase", Map.of("projectId", "my-company-prod"), "spec", poolSpec);
        return Chart.chart().render(Installation.RELEASE, Chart.NAMESPACE, Map.of("defaultPool", pool));
    }

    private static <T extends HasMetadata> T only(List<String> objects, Class<T> type, String name) {
        return objects.stream()
                .filter(yaml -> yaml.contains("kind: " + HasMetadata.getKind(type) + "\n"))
                .map(yaml -> Serialization.unmarshal(yaml, type))
                .filter(object -> object.getMetadata().getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static <T extends HasMetadata> T find(Chart environment, Class<T> type) {
        return objects(environment.render())
                .filter(yaml -> yaml.contains("kind: " + HasMetadata.getKind(type) + "\n"))
                .map(yaml -> Serialization.unmarshal(yaml, type))
                .findFirst()
                .orElseThrow();
    }

    private static Stream<String> objects(String yaml) {
        return List.of(yaml.split("---\n", -1)).stream().filter(text -> !text.isBlank());
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var target = to.resolve(from.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
    }
}
