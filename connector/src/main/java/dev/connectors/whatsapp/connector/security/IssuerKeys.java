package dev.connectors.whatsapp.connector.security;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import java.net.MalformedURLException;
import java.net.URI;
import java.time.Duration;

/**
 * The issuer's public keys. They are looked at again when they are old, and at once for a token whose key is not among them:
 * the issuer changes its keys when it likes. While it cannot be reached, those that are known go on.
 */
final class IssuerKeys {
    /** How long a key that the issuer has withdrawn may still be accepted while the issuer can be reached. */
    private static final Duration FRESH = Duration.ofMinutes(5);

    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(2);
    private static final int MOST_BYTES = 256 * 1024;

    private IssuerKeys() {}

    static JWKSource<SecurityContext> at(URI address) {
        return at(address, FRESH);
    }

    /** @param fresh after this time the issuer is asked anew */
    static JWKSource<SecurityContext> at(URI address, Duration fresh) {
        var wait = Math.toIntExact(ANSWER_WITHIN.toMillis());
        try {
            return JWKSourceBuilder.<SecurityContext>create(
                            address.toURL(), new DefaultResourceRetriever(wait, wait, MOST_BYTES))
                    .cache(fresh.toMillis(), ANSWER_WITHIN.multipliedBy(2).toMillis())
                    .refreshAheadCache(false)
                    .rateLimited(false)
                    .outageTolerantForever()
                    .build();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(address + " is no address of keys", e);
        }
    }
}
