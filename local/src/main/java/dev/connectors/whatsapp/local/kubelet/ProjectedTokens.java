package dev.connectors.whatsapp.local.kubelet;

import dev.connectors.whatsapp.local.kubelet.TokenSource.Token;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ServiceAccountTokenProjection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The tokens of one pod: each is renewed when four fifths of its life, or a day, are over, as the real kubelet does. */
final class ProjectedTokens {
    private static final long DEFAULT_SECONDS = 3600;
    private static final Duration OLDEST = Duration.ofHours(24);

    private final TokenSource source;
    private final Clock clock;
    private final Map<Wanted, Kept> kept = new HashMap<>();

    ProjectedTokens(TokenSource source, Clock clock) {
        this.source = source;
        this.clock = clock;
    }

    String token(Pod pod, ServiceAccountTokenProjection projection) throws ContainerConfigException {
        var wanted = new Wanted(
                Optional.ofNullable(projection.getAudience()).orElse(""),
                Duration.ofSeconds(
                        Optional.ofNullable(projection.getExpirationSeconds()).orElse(DEFAULT_SECONDS)));
        var present = kept.get(wanted);
        var now = clock.instant();
        if (present != null && now.isBefore(present.renewAt())) {
            return present.token().value();
        }
        var fresh = source.request(pod, wanted.audience(), wanted.lifetime());
        kept.put(wanted, new Kept(fresh, renewAt(now, fresh.expiresAt())));
        return fresh.value();
    }

    /** When the next one has to be renewed; empty when the pod has none. */
    Optional<Instant> nextRenewal() {
        return kept.values().stream().map(Kept::renewAt).min(Instant::compareTo);
    }

    static Instant renewAt(Instant now, Instant expiresAt) {
        var most = Duration.between(now, expiresAt).multipliedBy(4).dividedBy(5);
        return now.plus(most.compareTo(OLDEST) < 0 ? most : OLDEST);
    }

    private record Wanted(String audience, Duration lifetime) {}

    private record Kept(Token token, Instant renewAt) {}
}
