package dev.connectors.whatsapp.operator.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.Toleration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a pool says about its pods. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PodSettings(
        @JsonPropertyDescription("More labels for the pods. The operator's own win.")
        Map<String, String> labels,

        @JsonPropertyDescription("Annotations for the pods.")
        Map<String, String> annotations,

        @JsonPropertyDescription("Labels that a node must have to run the pods.")
        Map<String, String> nodeSelector,

        @JsonPropertyDescription("Taints of nodes that the pods bear, as in a Pod.")
        List<Toleration> tolerations,

        @JsonPropertyDescription("Rules for the choice of a node, as in a Pod.") @Nullable
        Affinity affinity,

        @JsonPropertyDescription("PriorityClass of the pods.") @Size(min = 1, max = 253) @Nullable
        String priorityClassName,

        @JsonPropertyDescription("ServiceAccount of the pods, for the platform's own identity. No token of it is"
                + " mounted, unless accountApi is enabled. Default: the namespace's default ServiceAccount.")
        @Size(min = 1, max = 253)
        @Nullable
        String serviceAccountName) {

    public PodSettings {
        labels = labels == null ? Map.of() : Map.copyOf(labels);
        annotations = annotations == null ? Map.of() : Map.copyOf(annotations);
        nodeSelector = nodeSelector == null ? Map.of() : Map.copyOf(nodeSelector);
        tolerations = tolerations == null ? List.of() : List.copyOf(tolerations);
    }

    static PodSettings unspecified() {
        return new PodSettings(Map.of(), Map.of(), Map.of(), List.of(), null, null, null);
    }
}
