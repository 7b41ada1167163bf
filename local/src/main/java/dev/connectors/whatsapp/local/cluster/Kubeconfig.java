package dev.connectors.whatsapp.local.cluster;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The file by which kubectl and others find the cluster. */
final class Kubeconfig {
    private Kubeconfig() {}

    /**
     * @param authority the certificates to trust, in PEM
     * @param token of the user
     */
    static String of(URI server, String authority, String user, String token) {
        return """
                apiVersion: v1
                kind: Config
                clusters:
                - name: local
                  cluster:
                    server: %s
                    certificate-authority-data: %s
                users:
                - name: "%s"
                  user:
                    token: %s
                contexts:
                - name: local
                  context:
                    cluster: local
                    user: "%s"
                current-context: local
                """.formatted(
                        server,
                        Base64.getEncoder().encodeToString(authority.getBytes(StandardCharsets.UTF_8)),
                        user,
                        token,
                        user);
    }
}
