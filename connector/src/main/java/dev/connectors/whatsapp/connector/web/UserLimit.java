package dev.connectors.whatsapp.connector.web;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.connectors.whatsapp.connector.config.Settings;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Objects;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;

/** Lets one caller ask for only so many things to be done in a minute; what merely reads is not counted. */
@Component
final class UserLimit implements HandlerInterceptor {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    /** A bucket that nobody has touched for longer than this is full again. */
    private static final Duration REMEMBERED = MINUTE.multipliedBy(2);

    private static final int MOST_CALLERS = 100_000;

    private final int perMinute;
    private final TimeMeter time;
    private final Cache<String, Bucket> buckets = Caffeine.newBuilder()
            .maximumSize(MOST_CALLERS)
            .expireAfterAccess(REMEMBERED)
            .build();

    @Autowired
    UserLimit(Settings settings) {
        this(settings.api().requestsPerMinute(), TimeMeter.SYSTEM_NANOTIME);
    }

    UserLimit(int perMinute, TimeMeter time) {
        this.perMinute = perMinute;
        this.time = time;
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if ("POST".equals(request.getMethod())) {
            take(Objects.requireNonNull(request.getUserPrincipal(), "whatever is posted needs a role")
                    .getName());
        }
        return true;
    }

    /** @throws TooManyRequestsException if the caller has had its share */
    void take(String uid) {
        var probe = buckets.get(uid, caller -> bucket()).tryConsumeAndReturnRemaining(1);
        if (!probe.isConsumed()) {
            throw new TooManyRequestsException(perMinute, Duration.ofNanos(probe.getNanosToWaitForRefill()));
        }
    }

    private Bucket bucket() {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(perMinute).refillGreedy(perMinute, MINUTE))
                .withCustomTimePrecision(time)
                .build();
    }
}
