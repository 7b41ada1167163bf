package dev.connectors.whatsapp.local.poll;

import dev.connectors.whatsapp.local.http.HttpFailure;
import java.time.Duration;
import java.util.function.Supplier;

/** Waits for what happens in another process by looking again and again. */
public final class Poll {
    private static final Duration EVERY = Duration.ofMillis(20);

    private Poll() {}

    /**
     * Looks until it is there. A request that fails is a look that saw the failure.
     *
     * @param expected what is awaited, for the message
     * @throws StepFailedException with what was seen last, when the time is over
     */
    public static <T> T until(String expected, Duration atMost, Supplier<Look<T>> look) {
        var deadline = System.nanoTime() + atMost.toNanos();
        while (true) {
            var last = lookOnce(look);
            if (last.result().isPresent()) {
                return last.result().get();
            }
            if (System.nanoTime() > deadline) {
                throw new StepFailedException("%s within %d s".formatted(expected, atMost.toSeconds()), last.seen());
            }
            pause();
        }
    }

    private static <T> Look<T> lookOnce(Supplier<Look<T>> look) {
        try {
            return look.get();
        } catch (HttpFailure failure) {
            return Look.notYet(String.valueOf(failure.getMessage()));
        }
    }

    private static void pause() {
        try {
            Thread.sleep(EVERY);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting", e);
        }
    }
}
