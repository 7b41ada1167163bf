package dev.connectors.whatsapp.e2e;

import dev.connectors.whatsapp.local.http.JsonHttp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * What the API server was asked to write. It is down in the file before the answer goes out.
 *
 * @param file a line for each write
 */
record AuditLog(Path file) {
    private static final int FORBIDDEN = 403;

    /**
     * One request.
     *
     * @param at when it came
     * @param object {@code resource/name}, with the subresource if it was of one
     * @param status of the answer
     */
    record Write(Instant at, String verb, String resource, String object, int status) {
        static Write of(JsonNode line) {
            var reference = line.path("objectRef");
            var resource = reference.path("resource").asString("");
            var subresource = reference.path("subresource").asString("");
            return new Write(
                    Instant.parse(line.path("requestReceivedTimestamp").asString()),
                    line.path("verb").asString(),
                    resource,
                    resource + "/" + reference.path("name").asString("")
                            + (subresource.isEmpty() ? "" : "/" + subresource),
                    line.path("responseStatus").path("code").asInt());
        }

        boolean isForbidden() {
            return status == FORBIDDEN;
        }
    }

    /** Everything that a service account wrote, or tried to, in the order in which it was answered. */
    List<Write> by(String namespace, String serviceAccount) {
        var user = "system:serviceaccount:" + namespace + ":" + serviceAccount;
        try (var lines = Files.lines(file)) {
            return lines.filter(line -> line.contains(user))
                    .map(line -> JsonHttp.json().readTree(line))
                    .filter(line ->
                            line.path("user").path("username").asString("").equals(user))
                    .map(Write::of)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("The audit log cannot be read", e);
        }
    }
}
