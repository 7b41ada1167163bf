package dev.connectors.whatsapp.operator.pool;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Map;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class OwnFieldsTest {
    private final KubernetesSerialization serialization = new KubernetesSerialization();
    private final OwnFields ownFields = new OwnFields(serialization, "whatsapp-operator");

    /** As the API server returned it; somebody else added a label and a key. */
    private final ConfigMap actual = serialization.unmarshal("""
            metadata:
              name: whatsapp-default-0
              namespace: test
              resourceVersion: "7"
              labels: {ours: "1", theirs: "1"}
              ownerReferences:
              - {apiVersion: v1, kind: Pool, name: default, uid: u, controller: true}
              managedFields:
              - manager: whatsapp-operator
                operation: Apply
                fieldsType: FieldsV1
                fieldsV1:
                  f:metadata:
                    f:labels: {"f:ours": {}}
                    f:ownerReferences: {'k:{"uid":"u"}': {}}
                  f:data: {"f:accounts.json": {}}
            data: {accounts.json: "[]", theirs: "1"}
            """, ConfigMap.class);

    private final ConfigMap desired = serialization.unmarshal("""
            metadata:
              name: whatsapp-default-0
              namespace: test
              labels: {ours: "1"}
              ownerReferences:
              - {apiVersion: v1, kind: Pool, name: default, uid: u, controller: true}
            data: {accounts.json: "[]"}
            """, ConfigMap.class);

    @Test
    void foreignFieldsAreLeftAlone() {
        assertThat(ownFields.match(actual, desired)).isTrue();
    }

    @Test
    void aChangedFieldOfOursIsFound() {
        var edited = new ConfigMapBuilder(actual).addToData("accounts.json", "").build();

        assertThat(ownFields.match(edited, desired)).isFalse();
    }

    @Test
    void aRemovedFieldOfOursIsFound() {
        var edited =
                new ConfigMapBuilder(actual).withData(Map.of("theirs", "1")).build();

        assertThat(ownFields.match(edited, desired)).isFalse();
    }

    @Test
    void aFieldThatWeDoNotWantAnyLongerIsFound() {
        var less = new ConfigMapBuilder(desired)
                .editMetadata()
                .withLabels(null)
                .endMetadata()
                .build();

        assertThat(ownFields.match(actual, less)).isFalse();
    }

    @Test
    void whatWeNeverAppliedIsNotOurs() {
        var others = new ConfigMapBuilder(actual)
                .editMetadata()
                .withManagedFields()
                .endMetadata()
                .build();

        assertThat(ownFields.match(others, desired)).isFalse();
    }

    @Test
    void theEpochIsNeitherMissedNorInTheWay() {
        var touched = new ConfigMapBuilder(actual)
                .editMetadata()
                .addToAnnotations(Annotations.EPOCH, "operator/1")
                .addNewManagedField()
                .withManager("whatsapp-operator")
                .withOperation("Update")
                .endManagedField()
                .endMetadata()
                .build();

        assertThat(ownFields.match(touched, desired)).isTrue();
    }
}
