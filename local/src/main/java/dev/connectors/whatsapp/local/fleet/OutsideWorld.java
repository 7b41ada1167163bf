package dev.connectors.whatsapp.local.fleet;

import dev.connectors.whatsapp.local.auth.TokenIssuer;
import dev.connectors.whatsapp.local.firestore.FirestoreEmulator;
import dev.connectors.whatsapp.local.whatsapp.WhatsAppLoopback;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the product talks to beside Kubernetes.
 *
 * @param projectId the Firebase project
 * @param firestore that holds its data
 * @param tokens who issues its ID tokens
 * @param whatsapp to which the bridges connect
 */
public record OutsideWorld(
        String projectId, FirestoreEmulator firestore, TokenIssuer tokens, WhatsAppLoopback whatsapp) {

    /** The chart's values by which the default pool finds all of it. */
    public Map<String, Object> values() {
        return values(Map.of());
    }

    /**
     * The chart's values by which the default pool finds all of it.
     *
     * @param pool what else its spec says; not about containers
     */
    public Map<String, Object> values(Map<String, ?> pool) {
        var connector = Map.of(
                "AUTH_ISSUER_URI", tokens.issuerUri().toString(),
                "AUTH_JWKS_URI", tokens.jwksUri().toString());
        var spec = new LinkedHashMap<String, Object>(pool);
        spec.put("connector", Map.of("env", variables(connector)));
        spec.put("bridge", Map.of("env", variables(whatsapp.environment())));
        var firebase = Map.of("projectId", projectId, "emulatorHost", firestore.hostAndPort());
        return Map.of("defaultPool", Map.of("firebase", firebase, "spec", spec));
    }

    private static List<Map<String, String>> variables(Map<String, String> environment) {
        return environment.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(variable -> Map.of("name", variable.getKey(), "value", variable.getValue()))
                .toList();
    }
}
