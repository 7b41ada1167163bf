package dev.connectors.whatsapp.operator.fakeapi;

import java.time.Duration;
import java.util.Optional;

/** What goes wrong with a request. */
public sealed interface Fault {
    /** The request is answered with an error. */
    record Answer(int code, Optional<Duration> retryAfter) implements Fault {
        @Override
        public String toString() {
            return code + retryAfter.map(wait -> " with Retry-After").orElse("");
        }
    }

    /** The request is carried out, and answered with 500 all the same. */
    record LostAnswer() implements Fault {}

    /** The watch opens and says that its resourceVersion is too old. */
    record Expired() implements Fault {}

    /** The watch opens and is closed again. */
    record Dropped() implements Fault {}

    static Fault answer(int code) {
        return new Answer(code, Optional.empty());
    }

    /** 429, and when to come again. */
    static Fault tooManyRequests(Duration retryAfter) {
        return new Answer(429, Optional.of(retryAfter));
    }
}
