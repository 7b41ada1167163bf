package dev.connectors.whatsapp.local.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.UUID;

/** Issues ID tokens for one project and serves the keys on 127.0.0.1. */
public final class TokenIssuer implements AutoCloseable {
    /** Firebase's own. */
    private static final Duration LIFETIME = Duration.ofHours(1);

    /** Finding its primes takes up to a second, so all issuers of a JVM have the same numbers, under names of their own. */
    private static final RSAKey NUMBERS = newKey("");

    private final String projectId;
    private final Clock clock;
    private final JwksServer server;
    private volatile RSAKey key = anotherKey();

    private TokenIssuer(String projectId, Clock clock) {
        this.projectId = projectId;
        this.clock = clock;
        this.server = JwksServer.start(new JWKSet(key.toPublicJWK()));
    }

    public static TokenIssuer start(String projectId) {
        return start(projectId, Clock.systemUTC());
    }

    public static TokenIssuer start(String projectId, Clock clock) {
        return new TokenIssuer(projectId, clock);
    }

    /** The {@code iss} of its tokens. It is a name only: the keys are at {@link #jwksUri()}. */
    public URI issuerUri() {
        return URI.create("https://securetoken.google.com/" + projectId);
    }

    /** Where the public keys are. */
    public URI jwksUri() {
        return server.uri();
    }

    /** Signs with another key from now on, and no longer serves the one before. */
    public void rotateKey() {
        key = anotherKey();
        server.publish(new JWKSet(key.toPublicJWK()));
    }

    /** Its keys cannot be had from now on, or can again. */
    public void setDown(boolean isDown) {
        server.setDown(isDown);
    }

    /** A good token of an employee, valid for an hour. */
    public String employee(String uid) {
        return sign(IdToken.of(uid).withRole(Role.EMPLOYEE));
    }

    /** A good token of a super admin, valid for an hour. */
    public String superAdmin(String uid) {
        return sign(IdToken.of(uid).withRole(Role.SUPER_ADMIN));
    }

    /** A good token, valid for an hour. */
    public String sign(IdToken token) {
        return sign(key, claims(token, clock.instant()).build());
    }

    /** A token that must be refused, for this reason and no other. */
    public String sign(IdToken token, Flaw flaw) {
        var now = clock.instant();
        var good = claims(token, now);
        return switch (flaw) {
            // Beyond the minute of clock skew that verifiers allow.
            case EXPIRED ->
                sign(
                        key,
                        claims(token, now.minus(LIFETIME).minus(Duration.ofMinutes(10)))
                                .build());
            case NOT_YET_ISSUED -> sign(key, claims(token, now.plus(LIFETIME)).build());
            case WRONG_AUDIENCE -> sign(key, good.audience("another-project").build());
            case WRONG_ISSUER ->
                sign(
                        key,
                        good.issuer("https://securetoken.google.com/another-project")
                                .build());
            case FOREIGN_KEY -> sign(newKey(key.getKeyID()), good.build());
            case TAMPERED ->
                tamper(sign(key, good.build()), good.subject("somebody-else").build());
            case UNSIGNED -> new PlainJWT(good.build()).serialize();
        };
    }

    @Override
    public void close() {
        server.close();
    }

    private JWTClaimsSet.Builder claims(IdToken token, Instant issuedAt) {
        var claims = new JWTClaimsSet.Builder()
                .issuer(issuerUri().toString())
                .audience(projectId)
                .subject(token.uid())
                .issueTime(Date.from(issuedAt))
                .expirationTime(Date.from(issuedAt.plus(LIFETIME)))
                .claim("auth_time", issuedAt.getEpochSecond())
                .claim("user_id", token.uid())
                .claim("email", token.email())
                .claim("email_verified", true)
                .claim("firebase", Map.of("sign_in_provider", "password"));
        token.claims().forEach(claims::claim);
        return claims;
    }

    private static String sign(RSAKey key, JWTClaimsSet claims) {
        var header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .type(JOSEObjectType.JWT)
                .keyID(key.getKeyID())
                .build();
        var jwt = new SignedJWT(header, claims);
        try {
            jwt.sign(new RSASSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException("The token could not be signed", e);
        }
        return jwt.serialize();
    }

    private static String tamper(String token, JWTClaimsSet claims) {
        var header = token.substring(0, token.indexOf('.'));
        var signature = token.substring(token.lastIndexOf('.') + 1);
        return header + "." + claims.toPayload().toBase64URL() + "." + signature;
    }

    private static RSAKey anotherKey() {
        return new RSAKey.Builder(NUMBERS).keyID(UUID.randomUUID().toString()).build();
    }

    private static RSAKey newKey(String id) {
        try {
            return new RSAKeyGenerator(2048)
                    .keyID(id)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.RS256)
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException("No RSA key could be made", e);
        }
    }
}
