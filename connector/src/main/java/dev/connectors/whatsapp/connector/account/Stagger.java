package dev.connectors.whatsapp.connector.account;

import dev.connectors.whatsapp.connector.config.Settings.StaggerSettings;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;

/**
 * When each of the accounts that begin together connects: WhatsApp would take thirty logins from one address at one moment
 * for something else than thirty phones. Pure but for its random numbers, which a seed settles.
 */
final class Stagger {
    private final StaggerSettings settings;
    private final RandomGenerator random;

    Stagger(StaggerSettings settings, RandomGenerator random) {
        this.settings = settings;
        this.random = random;
    }

    /** How long each waits from now on, in their order; the first does not wait. */
    List<Duration> turns(int accounts) {
        var gaps =
                LongStream.generate(this::gap).limit(Math.max(0, accounts - 1)).toArray();
        var sum = LongStream.of(gaps).sum();
        var bound = settings.total().toMillis();
        // All of them get closer, none is left to the end.
        var factor = sum > bound ? (double) bound / sum : 1;
        var turns = new long[accounts];
        for (var i = 1; i < accounts; i++) {
            turns[i] = turns[i - 1] + (long) (gaps[i - 1] * factor);
        }
        return LongStream.of(turns).mapToObj(Duration::ofMillis).toList();
    }

    private long gap() {
        var least = settings.least().toMillis();
        return random.nextLong(least, Math.max(least, settings.most().toMillis()) + 1);
    }
}
