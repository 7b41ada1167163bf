package dev.connectors.whatsapp.local.auth;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a Firebase ID token says about its user.
 *
 * @param uid the user, in {@code sub} and {@code user_id}
 * @param email in {@code email}
 * @param claims custom claims, such as {@code role}
 */
public record IdToken(String uid, String email, Map<String, Object> claims) {
    public IdToken {
        claims = Map.copyOf(claims);
    }

    /** A user without any role. */
    public static IdToken of(String uid) {
        return new IdToken(uid, uid + "@example.com", Map.of());
    }

    public IdToken withRole(Role role) {
        return withClaim("role", role.claim());
    }

    public IdToken withEmail(String other) {
        return new IdToken(uid, other, claims);
    }

    public IdToken withClaim(String name, Object value) {
        var more = new LinkedHashMap<>(claims);
        more.put(name, value);
        return new IdToken(uid, email, more);
    }
}
