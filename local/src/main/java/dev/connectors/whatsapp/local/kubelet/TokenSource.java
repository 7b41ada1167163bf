package dev.connectors.whatsapp.local.kubelet;

import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;

/** Makes tokens of a pod's service account. */
interface TokenSource {
    /**
     * A new token.
     *
     * @param audience empty for the API server's own
     * @param lifetime as asked for; the API server may give another
     * @throws ContainerConfigException when the API server refuses
     */
    Token request(Pod pod, String audience, Duration lifetime) throws ContainerConfigException;

    /** A token and its end. */
    record Token(String value, Instant expiresAt) {}
}
