package dev.connectors.whatsapp.connector.web;

import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

@Tag("S5")
class UserLimitTest {
    private static final int PER_MINUTE = 20;

    private long nanos;
    private final UserLimit limit = new UserLimit(PER_MINUTE, new TimeMeter() {
        @Override
        public long currentTimeNanos() {
            return nanos;
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    });

    private void take(int requests) {
        for (var i = 0; i < requests; i++) {
            limit.take("ana");
        }
    }

    @Test
    void aCallerHasSoManyRequestsAMinute() {
        take(PER_MINUTE);

        assertThatThrownBy(() -> limit.take("ana"))
                .isInstanceOf(TooManyRequestsException.class)
                .hasMessage("at most 20 requests a minute");
    }

    @Test
    void anotherCallersRequestsAreNoConcernOfThis() {
        take(PER_MINUTE);

        assertThatCode(() -> limit.take("bob")).doesNotThrowAnyException();
    }

    @Test
    void whoeverWaitsAsLongAsToldMayGoOn() {
        take(PER_MINUTE);
        var refused = catchThrowableOfType(TooManyRequestsException.class, () -> limit.take("ana"));

        assertThat(refused.retryAfter()).isEqualTo(Duration.ofSeconds(3));
        nanos += refused.retryAfter().toNanos();

        assertThatCode(() -> limit.take("ana")).doesNotThrowAnyException();
        assertThatThrownBy(() -> limit.take("ana")).isInstanceOf(TooManyRequestsException.class);
    }
}
