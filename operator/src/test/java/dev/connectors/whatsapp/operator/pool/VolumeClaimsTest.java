package dev.connectors.whatsapp.operator.pool;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("P3")
class VolumeClaimsTest {
    @Test
    void aVolumeGrowsButNeverShrinks() {
        assertThat(size(merged(claim("fast", "2Gi"), claim("fast", "1Gi")))).isEqualTo(new Quantity("2Gi"));
        assertThat(size(merged(claim("fast", "1Gi"), claim("fast", "2Gi")))).isEqualTo(new Quantity("2Gi"));
    }

    @Test
    void ofEqualSizesItIsWrittenAsWanted() {
        assertThat(size(merged(claim("fast", "1Gi"), claim("fast", "1024Mi"))).toString())
                .isEqualTo("1Gi");
    }

    @Test
    void itsClassStaysWhatItIs() {
        assertThat(merged(claim("fast", "1Gi"), claim("slow", "1Gi")).getSpec().getStorageClassName())
                .isEqualTo("slow");
    }

    @Test
    void theClusterMayChooseTheClassWhereThePoolNamesNone() {
        assertThat(merged(claim("null", "1Gi"), claim("slow", "1Gi")).getSpec().getStorageClassName())
                .isNull();
    }

    @Test
    void itsAccessModeStaysWhatItIs() {
        var once = claim("fast", "1Gi");
        once.getSpec().setAccessModes(List.of("ReadWriteOnce"));

        assertThat(merged(claim("fast", "1Gi"), once).getSpec().getAccessModes())
                .containsExactly("ReadWriteOnce");
    }

    private static PersistentVolumeClaim merged(PersistentVolumeClaim desired, PersistentVolumeClaim actual) {
        return VolumeClaims.withoutForbiddenChanges(desired, actual);
    }

    private static Quantity size(PersistentVolumeClaim claim) {
        return Objects.requireNonNull(
                claim.getSpec().getResources().getRequests().get("storage"));
    }

    private static PersistentVolumeClaim claim(String storageClass, String size) {
        return Serialization.unmarshal("""
                metadata: {name: whatsapp-default-0}
                spec:
                  accessModes: [ReadWriteOncePod]
                  storageClassName: %s
                  volumeMode: Filesystem
                  resources: {requests: {storage: %s}}
                """.formatted(storageClass, size), PersistentVolumeClaim.class);
    }
}
