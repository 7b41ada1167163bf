package dev.connectors.whatsapp.local.http;

import java.util.Optional;

/** Who asks: a token for the Authorization header, or nobody. */
public record Bearer(String token) {
    /** A request without an Authorization header. */
    public static final Bearer NONE = new Bearer("");

    Optional<String> header() {
        return token.isEmpty() ? Optional.empty() : Optional.of("Bearer " + token);
    }

    /** Hides the token: this ends up in test reports. */
    @Override
    public String toString() {
        return token.isEmpty() ? "no token" : "a token";
    }
}
