package dev.connectors.whatsapp.operator.manifests;

import io.fabric8.kubernetes.api.model.Quantity;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What {@code kubectl get} answers after an apply, tried with Kubernetes' own resource.Quantity rules. */
class QuantitiesTest {
    @ParameterizedTest
    @CsvSource({
        "0.5, 500m",
        "500m, 500m",
        "1000m, 1",
        "1500m, 1500m",
        "2, 2",
        "0, 0",
        "0.1, 100m",
        "1000, 1k",
        "1500, 1500",
        "1000000000, 1G",
        "1e3, 1e3",
        "10e2, 1e3",
        "1.5e3, 1500",
        "1Gi, 1Gi",
        "1024Mi, 1Gi",
        "1536Mi, 1536Mi",
        "1.5Gi, 1536Mi",
        "0.5Gi, 512Mi",
        "1000Mi, 1000Mi",
        "1024Ki, 1Mi",
        "1023, 1023",
        "0.5Ki, 512",
        "100M, 100M",
        "0.1M, 100k"
    })
    void anAmountIsWrittenAsTheApiServerWritesIt(String given, String canonical) {
        assertThat(Quantities.canonical(new Quantity(given)))
                .extracting(Quantity::toString)
                .isEqualTo(canonical);
    }
}
