package dev.connectors.whatsapp.connector.health;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.connectors.whatsapp.connector.account.AccountRegistry;
import dev.connectors.whatsapp.connector.account.AccountState;
import dev.connectors.whatsapp.connector.account.AccountStatus;
import dev.connectors.whatsapp.connector.outbox.OutboxNumbers;
import java.time.Duration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** This connector's accounts and their outbox in numbers, for whoever raises alerts. */
@RestController
class MetricsController {
    /** However often it is asked, Firestore is asked no more often than this. */
    private static final Duration GOOD_FOR = Duration.ofSeconds(5);

    private final AccountRegistry accounts;
    private final LoadingCache<String, Metrics> latest;

    MetricsController(AccountRegistry accounts, OutboxNumbers outbox) {
        this.accounts = accounts;
        this.latest = Caffeine.newBuilder().expireAfterWrite(GOOD_FOR).build(key -> read(outbox));
    }

    /**
     * @param activeAccounts connected at the moment
     * @param reconnectCount times that accounts came back by themselves since the connector started
     * @param outboxLagSeconds for how long the earliest queued message has waited
     */
    record Metrics(
            int activeAccounts,
            long queuedCount,
            long processingCount,
            long sentLast5m,
            long failedLast5m,
            int reconnectCount,
            long outboxLagSeconds) {}

    @GetMapping("/metrics-json")
    Metrics metrics() {
        return latest.get("");
    }

    private Metrics read(OutboxNumbers outbox) {
        var all = accounts.all();
        var numbers = outbox.of(all.stream().map(state -> state.account().id()).toList());
        return new Metrics(
                (int) all.stream()
                        .filter(state -> state.status() == AccountStatus.CONNECTED)
                        .count(),
                numbers.queued(),
                numbers.processing(),
                numbers.sentLately(),
                numbers.failedLately(),
                all.stream().mapToInt(AccountState::reconnectCount).sum(),
                numbers.lag().toSeconds());
    }
}
