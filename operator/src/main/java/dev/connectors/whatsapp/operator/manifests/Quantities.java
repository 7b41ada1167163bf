package dev.connectors.whatsapp.operator.manifests;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Amounts as the API server writes them: {@code 0.5} becomes {@code 500m}, {@code 1024Mi} becomes {@code 1Gi}. Written
 * otherwise, what was applied would differ from what is there for ever. The rules are those of Kubernetes' {@code
 * resource.Quantity}.
 */
final class Quantities {
    private static final List<String> BINARY = List.of("", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei");
    private static final List<String> DECIMAL = List.of("n", "u", "m", "", "k", "M", "G", "T", "P", "E");
    private static final BigInteger KIBI = BigInteger.valueOf(1024);
    private static final BigInteger KILO = BigInteger.valueOf(1000);
    /** Kubernetes keeps nothing smaller than a billionth. */
    private static final int NANO = 9;

    private Quantities() {}

    static ResourceRequirements canonical(ResourceRequirements resources) {
        return new ResourceRequirementsBuilder(resources)
                .withRequests(canonical(resources.getRequests()))
                .withLimits(canonical(resources.getLimits()))
                .build();
    }

    private static @Nullable Map<String, Quantity> canonical(@Nullable Map<String, Quantity> amounts) {
        if (amounts == null || amounts.isEmpty()) {
            return null;
        }
        var canonical = new TreeMap<String, Quantity>();
        amounts.forEach((name, amount) -> canonical.put(name, canonical(amount)));
        return canonical;
    }

    static Quantity canonical(Quantity quantity) {
        var amount = quantity.getNumericalAmount();
        var format = quantity.getFormat() == null ? "" : quantity.getFormat();
        var binary = format.endsWith("i") && amount.abs().compareTo(new BigDecimal(KIBI)) >= 0;
        return new Quantity(binary ? binary(amount) : decimal(amount, format.matches("[eE][0-9+-]+")));
    }

    private static String binary(BigDecimal amount) {
        var number = amount.setScale(0, RoundingMode.UP).toBigIntegerExact();
        var unit = 0;
        while (unit < BINARY.size() - 1 && number.mod(KIBI).signum() == 0) {
            number = number.divide(KIBI);
            unit++;
        }
        return number + BINARY.get(unit);
    }

    private static String decimal(BigDecimal amount, boolean exponent) {
        var number = amount.setScale(NANO, RoundingMode.UP).unscaledValue();
        if (number.signum() == 0) {
            return "0";
        }
        var unit = 0;
        while (unit < DECIMAL.size() - 1 && number.mod(KILO).signum() == 0) {
            number = number.divide(KILO);
            unit++;
        }
        var power = 3 * unit - NANO;
        var suffix = exponent ? power == 0 ? "" : "e" + power : DECIMAL.get(unit);
        return number + suffix;
    }
}
