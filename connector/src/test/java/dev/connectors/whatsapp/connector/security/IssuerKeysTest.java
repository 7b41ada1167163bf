package dev.connectors.whatsapp.connector.security;

import dev.connectors.whatsapp.local.auth.Flaw;
import dev.connectors.whatsapp.local.auth.IdToken;
import dev.connectors.whatsapp.local.auth.TokenIssuer;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

@Tag("S2")
class IssuerKeysTest {
    private static final Duration LONG = Duration.ofHours(1);
    private static final Duration SOON = Duration.ofSeconds(10);
    /** The keys are old almost as soon as they are there. */
    private static final Duration AT_ONCE = Duration.ofMillis(1);

    private static final Duration LONG_AFTER = AT_ONCE.multipliedBy(50);

    private final TokenIssuer issuer = TokenIssuer.start("a-project");

    @AfterEach
    void stop() {
        issuer.close();
    }

    private JwtDecoder decoder(Duration fresh) {
        return NimbusJwtDecoder.withJwkSource(IssuerKeys.at(issuer.jwksUri(), fresh))
                .build();
    }

    @Test
    void aKeyThatIsNewAtTheIssuerIsAcceptedAtOnce() {
        var decoder = decoder(LONG);
        decoder.decode(issuer.employee("ana"));

        issuer.rotateKey();

        assertThat(decoder.decode(issuer.employee("dan")).getSubject()).isEqualTo("dan");
    }

    @Test
    void aKeyThatTheIssuerHasWithdrawnIsRefusedOnceTheKeysAreOld() {
        var old = issuer.employee("ana");
        var decoder = decoder(AT_ONCE);
        decoder.decode(old);

        issuer.rotateKey();

        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThatThrownBy(() -> decoder.decode(old)).isInstanceOf(BadJwtException.class));
    }

    @Test
    void whileTheIssuerCannotBeReachedTheKeysThatAreKnownGoOn() {
        var decoder = decoder(AT_ONCE);
        decoder.decode(issuer.employee("ana"));

        issuer.setDown(true);

        var dan = issuer.employee("dan");
        await().during(LONG_AFTER).atMost(SOON).until(() -> decoder.decode(dan).getSubject(), "dan"::equals);
        var foreign = issuer.sign(IdToken.of("eve"), Flaw.FOREIGN_KEY);
        assertThatThrownBy(() -> decoder.decode(foreign)).isInstanceOf(BadJwtException.class);
    }

    @Test
    void thatAKeyCannotBeLookedUpIsNotTakenForABadToken() {
        issuer.setDown(true);
        var decoder = decoder(LONG);

        assertThatThrownBy(() -> decoder.decode(issuer.employee("ana")))
                .isInstanceOf(JwtException.class)
                .isNotInstanceOf(BadJwtException.class);

        issuer.setDown(false);
        assertThat(decoder.decode(issuer.employee("ana")).getSubject()).isEqualTo("ana");
    }
}
