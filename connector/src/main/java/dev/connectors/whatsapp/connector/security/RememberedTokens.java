package dev.connectors.whatsapp.connector.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;

/**
 * Remembers for a minute which tokens were good: a client application sends the same one for an hour, and checking its
 * signature each time was a tenth of the connector's work under load. A token that was refused is checked again each time, and
 * so is one that has expired meanwhile.
 */
final class RememberedTokens implements JwtDecoder {
    /** How much longer than without this a key that the issuer has withdrawn is accepted. */
    private static final Duration REMEMBERED = Duration.ofMinutes(1);

    private static final int MOST = 10_000;

    private final JwtDecoder decoder;
    private final Clock clock;
    private final Cache<String, Jwt> good =
            Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(REMEMBERED).build();

    RememberedTokens(JwtDecoder decoder, Clock clock) {
        this.decoder = decoder;
        this.clock = clock;
    }

    @Override
    public Jwt decode(String token) {
        var known = good.getIfPresent(token);
        if (known != null && isValidAt(clock.instant(), known)) {
            return known;
        }
        var checked = decoder.decode(token);
        good.put(token, checked);
        return checked;
    }

    private static boolean isValidAt(Instant now, Jwt token) {
        return token.getExpiresAt() != null && now.isBefore(token.getExpiresAt());
    }
}
