package dev.connectors.whatsapp.local.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.BadJWTException;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.net.MalformedURLException;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TokenIssuerTest {
    private static final int PATIENCE_MS = 10_000;
    private static final String PROJECT = "demo-tokens";

    private final TokenIssuer issuer = TokenIssuer.start(PROJECT);

    @AfterEach
    void close() {
        issuer.close();
    }

    @Test
    void signsWhatFirebaseWouldSign() throws Exception {
        var claims = verify(issuer.sign(IdToken.of("ana")
                .withRole(Role.EMPLOYEE)
                .withEmail("ana@firm.example")
                .withClaim("team", "sales")));

        assertThat(claims.getIssuer()).isEqualTo("https://securetoken.google.com/demo-tokens");
        assertThat(claims.getAudience()).containsExactly(PROJECT);
        assertThat(claims.getSubject()).isEqualTo("ana");
        assertThat(claims.getClaim("user_id")).isEqualTo("ana");
        assertThat(claims.getClaim("email")).isEqualTo("ana@firm.example");
        assertThat(claims.getClaim("role")).isEqualTo("employee");
        assertThat(claims.getClaim("team")).isEqualTo("sales");
        assertThat(claims.getClaim("auth_time"))
                .isEqualTo(claims.getIssueTime().toInstant().getEpochSecond());
        assertThat(Duration.between(
                        claims.getIssueTime().toInstant(),
                        claims.getExpirationTime().toInstant()))
                .isEqualTo(Duration.ofHours(1));
    }

    @Test
    void namesTheRoles() throws Exception {
        assertThat(verify(issuer.employee("ana")).getClaim("role")).isEqualTo("employee");
        assertThat(verify(issuer.superAdmin("ion")).getClaim("role")).isEqualTo("super_admin");
        assertThat(verify(issuer.sign(IdToken.of("eva"))).getClaim("role")).isNull();
    }

    @ParameterizedTest
    @EnumSource(Flaw.class)
    void makesTokensThatAVerifierRefuses(Flaw flaw) {
        var token = issuer.sign(IdToken.of("ana").withRole(Role.SUPER_ADMIN), flaw);

        assertThatThrownBy(() -> verify(token)).isInstanceOf(BadJOSEException.class);
    }

    @Test
    void namesItsOwnKeyInATokenSignedByAForeignOne() throws Exception {
        var good = SignedJWT.parse(issuer.employee("ana"));
        var foreign = SignedJWT.parse(issuer.sign(IdToken.of("ana"), Flaw.FOREIGN_KEY));

        assertThat(foreign.getHeader().getKeyID()).isEqualTo(good.getHeader().getKeyID());
    }

    /** As the server under test does: keys from the JWKS endpoint, RS256 only, issuer, audience and times checked. */
    private JWTClaimsSet verify(String token)
            throws BadJOSEException, JOSEException, ParseException, MalformedURLException {
        // Half a second, the default, is too short for a busy machine.
        var patient = new DefaultResourceRetriever(PATIENCE_MS, PATIENCE_MS);
        var keys = JWKSourceBuilder.<SecurityContext>create(issuer.jwksUri().toURL(), patient)
                .retrying(true)
                .build();
        var processor = new DefaultJWTProcessor<SecurityContext>();
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(JWSAlgorithm.RS256, keys));
        var expected =
                new JWTClaimsSet.Builder().issuer(issuer.issuerUri().toString()).build();
        processor.setJWTClaimsSetVerifier(
                new DefaultJWTClaimsVerifier<>(PROJECT, expected, Set.of("sub", "iat", "exp", "auth_time")) {
                    @Override
                    public void verify(JWTClaimsSet claims, SecurityContext context) throws BadJWTException {
                        super.verify(claims, context);
                        if (claims.getIssueTime().toInstant().isAfter(Instant.now())) {
                            throw new BadJWTException("issued in the future");
                        }
                    }
                });
        return processor.process(token, null);
    }
}
