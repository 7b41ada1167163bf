package dev.connectors.whatsapp.connector.outbox;

import com.google.cloud.firestore.Query;
import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.firestore.Calls;
import dev.connectors.whatsapp.connector.firestore.Layout;
import dev.connectors.whatsapp.connector.firestore.Timestamps;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Gatherers;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** How sending for some accounts goes, in numbers. Each look costs five reads for thirty accounts, and more for long queues. */
@Component
public final class OutboxNumbers {
    private static final Duration LATELY = Duration.ofMinutes(5);

    private final OutboxQueries queries;
    private final Clock clock;

    OutboxNumbers(Layout layout, Clock clock) {
        this.queries = new OutboxQueries(layout);
        this.clock = clock;
    }

    /**
     * The numbers of a moment.
     *
     * @param sentLately in the last five minutes, as is {@code failedLately}
     * @param lag for how long the earliest of what is queued has waited; zero where nothing is
     */
    public record Numbers(long queued, long processing, long sentLately, long failedLately, Duration lag) {
        private static final Numbers NONE = new Numbers(0, 0, 0, 0, Duration.ZERO);

        private Numbers plus(Numbers other) {
            return new Numbers(
                    queued + other.queued,
                    processing + other.processing,
                    sentLately + other.sentLately,
                    failedLately + other.failedLately,
                    Stream.of(lag, other.lag).max(Comparator.naturalOrder()).orElse(lag));
        }
    }

    public Numbers of(Collection<AccountId> accounts) {
        return accounts.stream()
                .gather(Gatherers.windowFixed(OutboxQueries.MAX_ACCOUNTS))
                .map(this::ofGroup)
                .reduce(Numbers.NONE, Numbers::plus);
    }

    private Numbers ofGroup(List<AccountId> group) {
        var now = clock.instant();
        return new Numbers(
                count(queries.of(group, OutboxStatus.QUEUED)),
                count(queries.of(group, OutboxStatus.PROCESSING)),
                count(queries.sentSince(group, now.minus(LATELY))),
                count(queries.failedSince(group, now.minus(LATELY))),
                lag(group, now));
    }

    private Duration lag(List<AccountId> group, Instant now) {
        return Calls.await(queries.earliestQueued(group).limit(1).get()).getDocuments().stream()
                .findFirst()
                .map(entry -> entry.getTimestamp(EntryDocument.CREATED_AT))
                .map(at -> Duration.between(Timestamps.instant(at), now))
                .filter(Duration::isPositive)
                .orElse(Duration.ZERO);
    }

    private static long count(Query query) {
        return Calls.await(query.count().get()).getCount();
    }
}
