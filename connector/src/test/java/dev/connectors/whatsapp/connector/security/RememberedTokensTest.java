package dev.connectors.whatsapp.connector.security;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Tag("S2")
class RememberedTokensTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    private final List<String> checked = new ArrayList<>();

    private RememberedTokens tokensAt(Instant now) {
        return new RememberedTokens(
                token -> {
                    checked.add(token);
                    if (token.startsWith("bad")) {
                        throw new BadJwtException("not one of ours");
                    }
                    return new Jwt(token, NOON.minusSeconds(60), NOON, Map.of("alg", "RS256"), Map.of("sub", token));
                },
                Clock.fixed(now, ZoneOffset.UTC));
    }

    @Test
    void aGoodTokenIsCheckedOnce() {
        var tokens = tokensAt(NOON.minusSeconds(30));

        assertThat(tokens.decode("ana").getSubject()).isEqualTo("ana");
        assertThat(tokens.decode("ana").getSubject()).isEqualTo("ana");
        assertThat(tokens.decode("dan").getSubject()).isEqualTo("dan");

        assertThat(checked).containsExactly("ana", "dan");
    }

    @Test
    void aTokenThatHasExpiredIsCheckedAgain() {
        var tokens = tokensAt(NOON);

        tokens.decode("ana");
        tokens.decode("ana");

        assertThat(checked).containsExactly("ana", "ana");
    }

    @Test
    void aTokenThatWasRefusedIsRefusedAgain() {
        var tokens = tokensAt(NOON.minusSeconds(30));

        assertThatThrownBy(() -> tokens.decode("bad")).isInstanceOf(BadJwtException.class);
        assertThatThrownBy(() -> tokens.decode("bad")).isInstanceOf(BadJwtException.class);

        assertThat(checked).containsExactly("bad", "bad");
    }
}
