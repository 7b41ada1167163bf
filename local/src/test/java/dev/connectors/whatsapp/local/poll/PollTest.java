package dev.connectors.whatsapp.local.poll;

import dev.connectors.whatsapp.local.http.Bearer;
import dev.connectors.whatsapp.local.http.JsonHttp;
import dev.connectors.whatsapp.local.process.FreePort;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PollTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    @Test
    void looksUntilItIsThere() {
        var looks = new AtomicInteger();

        var result = Poll.until(
                "a third look", LONG, () -> looks.incrementAndGet() == 3 ? Look.done("found") : Look.notYet("nothing"));

        assertThat(result).isEqualTo("found");
        assertThat(looks).hasValue(3);
    }

    @Test
    void saysWhatWasExpectedAndWhatWasSeenLast() {
        var looks = new AtomicInteger();

        assertThatThrownBy(() -> Poll.until(
                        "status sent",
                        Duration.ZERO,
                        () -> Look.notYet("status queued, look " + looks.incrementAndGet())))
                .isInstanceOfSatisfying(StepFailedException.class, failure -> {
                    assertThat(failure.expected()).startsWith("status sent within");
                    assertThat(failure.seen()).isEqualTo("status queued, look " + looks.get());
                });
    }

    @Test
    void takesAFailedRequestForALook() {
        var nobody = URI.create("http://127.0.0.1:" + FreePort.find());
        try (var http = new JsonHttp(nobody)) {
            assertThatThrownBy(() -> Poll.until(
                            "an answer", Duration.ZERO, () -> Look.done(http.getText("/health", Bearer.NONE))))
                    .isInstanceOfSatisfying(
                            StepFailedException.class,
                            failure -> assertThat(failure.seen()).contains("GET " + nobody + "/health got no answer"));
        }
    }
}
