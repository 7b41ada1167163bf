package dev.connectors.whatsapp.operator.chart;

import dev.connectors.whatsapp.local.Repository;
import dev.connectors.whatsapp.local.fleet.HelmChart;
import dev.connectors.whatsapp.local.fleet.Installation;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The chart as it is installed in an environment. */
enum Chart {
    DEFAULTS,
    DEVELOPMENT,
    STAGING,
    PRODUCTION;

    static final String NAMESPACE = "whatsapp";

    /** The least that a user has to say. */
    static final Map<String, ?> PROJECT =
            Map.of("defaultPool", Map.of("firebase", Map.of("projectId", "my-company-prod")));

    static HelmChart chart() {
        return HelmChart.of(Repository.find());
    }

    /** Its objects, as YAML. */
    String render() {
        return chart().render(Installation.RELEASE, NAMESPACE, PROJECT, files());
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    private List<String> files() {
        return this == DEFAULTS ? List.of() : List.of("values-" + word() + ".yaml");
    }
}
