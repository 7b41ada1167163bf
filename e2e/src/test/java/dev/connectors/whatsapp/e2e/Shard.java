package dev.connectors.whatsapp.e2e;

import dev.connectors.whatsapp.local.fleet.Installation;
import dev.connectors.whatsapp.local.http.Bearer;
import dev.connectors.whatsapp.local.http.JsonHttp;
import io.fabric8.kubernetes.api.model.Pod;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** One shard of the default pool as an administrator sees it: its pod, and what its connector tells the operator. */
record Shard(Installation installation, String name) {
    private static final String CONNECTOR = "connector";

    /** A life of the connector's container: another pod or a restart is another life. */
    record Life(String pod, String container) {}

    Pod pod() {
        return installation
                .cluster()
                .client()
                .pods()
                .inNamespace(installation.namespace())
                .withName(name + "-0")
                .require();
    }

    Life life() {
        var pod = pod();
        return new Life(
                pod.getMetadata().getUid(),
                Installation.container(pod, CONNECTOR).getContainerID());
    }

    ProcessHandle connector() {
        return Installation.process(pod(), CONNECTOR);
    }

    /** The accounts that the connector has taken up. */
    Set<String> accounts() {
        return report().path("accounts")
                .valueStream()
                .map(account -> account.path("accountId").asString())
                .collect(Collectors.toSet());
    }

    /** The accounts whose session lies on the volume. */
    Set<String> sessions() {
        return report().path("sessions").valueStream().map(JsonNode::asString).collect(Collectors.toSet());
    }

    /** Whether the connector answers; throws whatever keeps it from it. */
    boolean answers() {
        return !report().isEmpty();
    }

    private JsonNode report() {
        try (var http = new JsonHttp(Installation.address(pod()))) {
            return http.get("/internal/accounts", new Bearer(token()), JsonNode.class);
        }
    }

    private String token() {
        var secret = installation
                .cluster()
                .client()
                .secrets()
                .inNamespace(installation.namespace())
                .withName("whatsapp-default-internal")
                .require();
        return new String(Base64.getDecoder().decode(secret.getData().get("token")), StandardCharsets.UTF_8);
    }
}
