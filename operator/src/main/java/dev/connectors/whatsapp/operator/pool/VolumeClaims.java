package dev.connectors.whatsapp.operator.pool;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What cannot change on a volume claim. */
final class VolumeClaims {
    private static final String STORAGE = "storage";

    private VolumeClaims() {}

    /**
     * The desired claim, with what the API server would refuse left as it is. A pool made anew may find claims of an
     * earlier one that had another class or a larger size; refused, they would be tried for ever.
     */
    static PersistentVolumeClaim withoutForbiddenChanges(PersistentVolumeClaim desired, PersistentVolumeClaim actual) {
        var is = actual.getSpec();
        var wanted = desired.getSpec();
        return new PersistentVolumeClaimBuilder(desired)
                .editSpec()
                .withAccessModes(is.getAccessModes())
                .withStorageClassName(wanted.getStorageClassName() == null ? null : is.getStorageClassName())
                .withVolumeMode(is.getVolumeMode())
                .editResources()
                .withRequests(larger(wanted, is))
                .endResources()
                .endSpec()
                .build();
    }

    private static Map<String, Quantity> larger(PersistentVolumeClaimSpec wanted, PersistentVolumeClaimSpec is) {
        return Stream.of(wanted, is)
                .flatMap(spec -> Optional.ofNullable(spec.getResources()).stream())
                .flatMap(
                        resources -> Optional.ofNullable(resources.getRequests().get(STORAGE)).stream())
                // Of equal ones the first, which is written as the manifests write it.
                .reduce((a, b) -> b.getNumericalAmount().compareTo(a.getNumericalAmount()) > 0 ? b : a)
                .map(size -> Map.of(STORAGE, size))
                .orElse(Map.of());
    }
}
