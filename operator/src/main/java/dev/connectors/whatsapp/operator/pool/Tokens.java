package dev.connectors.whatsapp.operator.pool;

import dev.connectors.whatsapp.operator.manifests.Secrets;
import io.fabric8.kubernetes.api.model.Secret;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/** The tokens that guard the connectors' internal endpoints. */
final class Tokens {
    private static final int BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Tokens() {}

    static String make() {
        var bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** The token in a pool's Secret; empty if it has none. */
    static Optional<String> of(Secret secret) {
        return SecretValues.of(secret, Secrets.TOKEN_KEY)
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .filter(token -> !token.isBlank());
    }
}
