package dev.connectors.whatsapp.local.kubelet;

import dev.connectors.whatsapp.local.kubelet.TokenSource.Token;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ServiceAccountTokenProjection;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ProjectedTokensTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private int requests;

    @Test
    void renewsATokenBeforeItEnds() throws ContainerConfigException {
        var tokens = new ProjectedTokens(this::request, new TestClock(now));
        var projection = new ServiceAccountTokenProjection("", 1000L, "token");

        assertThat(tokens.token(new Pod(), projection)).isEqualTo("token 1");
        assertThat(tokens.nextRenewal()).contains(START.plusSeconds(800));
        now.set(START.plusSeconds(799));
        assertThat(tokens.token(new Pod(), projection)).isEqualTo("token 1");
        now.set(START.plusSeconds(800));
        assertThat(tokens.token(new Pod(), projection)).isEqualTo("token 2");
    }

    @ParameterizedTest
    @CsvSource({"PT1H, PT48M", "PT30H, PT24H", "PT720H, PT24H"})
    void keepsNoneForMoreThanADay(Duration lifetime, Duration kept) {
        assertThat(ProjectedTokens.renewAt(START, START.plus(lifetime))).isEqualTo(START.plus(kept));
    }

    private Token request(Pod pod, String audience, Duration lifetime) {
        requests++;
        return new Token("token " + requests, now.get().plus(lifetime));
    }
}
