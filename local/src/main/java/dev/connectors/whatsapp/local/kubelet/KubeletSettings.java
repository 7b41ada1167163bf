package dev.connectors.whatsapp.local.kubelet;

import java.net.URI;
import java.nio.file.Path;

/**
 * What a kubelet is told.
 *
 * @param node the name of its node
 * @param version of Kubernetes, such as {@code v1.36.3}
 * @param folder for pods, logs and records; absolute and short, since sockets in volumes have 107 bytes of path
 * @param apiServer where the pods find it
 * @param nodeStore a PKCS12 file with the node's certificate, which the API server has as well
 * @param storePassword of that file
 */
public record KubeletSettings(
        String node,
        String version,
        Path folder,
        URI apiServer,
        Path nodeStore,
        String storePassword,
        ContainerCommands commands,
        RestartBackoff backoff) {}
