package dev.connectors.whatsapp.operator.pool;

import io.fabric8.kubernetes.api.model.Secret;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/** What stands in a Secret. */
final class SecretValues {
    private SecretValues() {}

    /** The value of a key; empty if there is none, or none that can be decoded. */
    static Optional<byte[]> of(Secret secret, String key) {
        return Optional.ofNullable(secret.getData())
                .map((Map<String, String> data) -> data.get(key))
                .flatMap(SecretValues::decode);
    }

    private static Optional<byte[]> decode(String base64) {
        try {
            return Optional.of(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
