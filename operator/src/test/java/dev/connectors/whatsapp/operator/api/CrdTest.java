package dev.connectors.whatsapp.operator.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

@Tag("P1")
class CrdTest {
    private static final boolean UPDATE = Boolean.getBoolean("crds.update");

    private static Stream<Map.Entry<String, String>> generated() {
        return CrdFiles.generated().entrySet().stream();
    }

    @ParameterizedTest
    @MethodSource("generated")
    void theShippedDefinitionIsThatOfTheModel(Map.Entry<String, String> generated) throws IOException {
        var file = CrdFiles.FOLDER.resolve(generated.getKey());
        if (UPDATE) {
            Files.createDirectories(CrdFiles.FOLDER);
            Files.writeString(file, generated.getValue());
        }

        assertThat(file)
                .describedAs("write it anew with -Dcrds.update=true")
                .exists()
                .hasContent(generated.getValue());
    }

    @Test
    void thereAreNoOtherDefinitions() throws IOException {
        try (var files = Files.list(CrdFiles.FOLDER)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(CrdFiles.generated().keySet());
        }
    }

    @ParameterizedTest
    @ValueSource(classes = {WhatsAppAccount.class, ConnectorPool.class})
    void explainHasAWordOnEveryField(Class<? extends CustomResource<?, ?>> type) {
        var schema = schema(CrdFiles.definition(type));

        var silent = new ArrayList<String>();
        collectUndescribed(schema, "", silent);

        assertThat(silent).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(classes = {WhatsAppAccount.class, ConnectorPool.class})
    void aResourceWithoutASpecIsRefused(Class<? extends CustomResource<?, ?>> type) {
        assertThat(schema(CrdFiles.definition(type)).getRequired()).containsExactly("spec");
    }

    @Test
    void theDefaultsOfTheSchemaAreThoseOfTheModel() throws IOException {
        var account = Serialization.unmarshal("phoneNumber: '+40712345678'", WhatsAppAccountSpec.class);
        var pool = Serialization.unmarshal("firebase: {projectId: demo-project}", ConnectorPoolSpec.class);

        assertDefaults(CrdFiles.definition(WhatsAppAccount.class), account);
        assertDefaults(CrdFiles.definition(ConnectorPool.class), pool);
    }

    @Test
    void listsAreMergedByTheirKeysWhenSeveralApply() {
        var pool = CrdFiles.definition(ConnectorPool.class);
        var spec = CrdSchema.property(schema(pool), "spec");
        var status = CrdSchema.property(schema(pool), "status");

        assertThat(CrdSchema.property(status, "conditions").getXKubernetesListMapKeys())
                .containsExactly("type");
        assertThat(CrdSchema.property(CrdSchema.property(spec, "connector"), "env")
                        .getXKubernetesListMapKeys())
                .containsExactly("name");
        assertThat(CrdSchema.property(spec, "cordonedShards").getXKubernetesListType())
                .isEqualTo("set");
    }

    @Test
    void kubectlScaleSetsHowManyShardsRunInAnyCase() {
        var scale = CrdFiles.definition(ConnectorPool.class)
                .getSpec()
                .getVersions()
                .getFirst()
                .getSubresources()
                .getScale();

        assertThat(scale.getSpecReplicasPath()).isEqualTo(".spec.shards.min");
        assertThat(scale.getStatusReplicasPath()).isEqualTo(".status.replicas");
        assertThat(scale.getLabelSelectorPath()).isEqualTo(".status.selector");
    }

    @Test
    void kubectlGetShowsWhatMattersFirst() {
        var columns = CrdFiles.definition(WhatsAppAccount.class)
                .getSpec()
                .getVersions()
                .getFirst()
                .getAdditionalPrinterColumns();

        assertThat(columns)
                .filteredOn(column -> column.getPriority() == 0)
                .extracting(column -> entry(column.getName(), column.getJsonPath()))
                .containsExactly(
                        entry("Phase", ".status.phase"),
                        entry("Shard", ".status.shard"),
                        entry("Connected since", ".status.connectedSince"),
                        entry("Phone", ".status.phone"),
                        entry("Age", ".metadata.creationTimestamp"));
    }

    private static JSONSchemaProps schema(CustomResourceDefinition crd) {
        return crd.getSpec().getVersions().getFirst().getSchema().getOpenAPIV3Schema();
    }

    private static void collectUndescribed(JSONSchemaProps schema, String path, List<String> silent) {
        CrdSchema.properties(schema).forEach((name, child) -> {
            if (child.getDescription() == null || child.getDescription().isBlank()) {
                silent.add(path + "." + name);
            }
            collectUndescribed(child, path + "." + name, silent);
        });
        if (schema.getItems() != null) {
            collectUndescribed(CrdSchema.item(schema), path + "[]", silent);
        }
    }

    private static void assertDefaults(CustomResourceDefinition crd, Object model) throws IOException {
        var json = new ObjectMapper().readTree(Serialization.asJson(model));
        var compared = compareDefaults(CrdSchema.property(schema(crd), "spec"), json, "spec");

        assertThat(compared).describedAs("fields with a default").isGreaterThan(4);
    }

    private static int compareDefaults(JSONSchemaProps schema, JsonNode model, String path) {
        var compared = 0;
        for (var property : CrdSchema.properties(schema).entrySet()) {
            var field = path + "." + property.getKey();
            var standard = property.getValue().getDefault();
            var value = model.path(property.getKey());
            if (standard != null && !standard.isObject()) {
                assertThat(value.asText()).describedAs(field).isEqualTo(standard.asText());
                compared++;
            }
            if (value.isObject()) {
                compared += compareDefaults(property.getValue(), value, field);
            }
        }
        return compared;
    }
}
