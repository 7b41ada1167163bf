package dev.connectors.whatsapp.connector.outbox;

import com.google.cloud.Timestamp;
import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.firestore.Calls;
import dev.connectors.whatsapp.connector.firestore.Layout;
import dev.connectors.whatsapp.connector.firestore.Timestamps;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Gatherers;
import org.springframework.stereotype.Component;

/** What each of many accounts has to send, in numbers, for people who look at a fleet. */
@Component
public final class Queues {
    private static final int QUERIES_AT_ONCE = 16;

    private final OutboxQueries queries;

    public Queues(Layout layout) {
        this.queries = new OutboxQueries(layout);
    }

    /**
     * One account's.
     *
     * @param waiting accepted and not yet sent
     * @param failed for good, until somebody puts it back
     * @param waitingSince when the earliest of what is queued was accepted; empty where nothing is
     */
    public record Queue(long waiting, long failed, Optional<Instant> waitingSince) {}

    /** Costs three reads for thirty accounts with nothing to tell; else some for each. */
    public Map<AccountId, Queue> of(Collection<AccountId> accounts) {
        return accounts.stream()
                .gather(Gatherers.windowFixed(OutboxQueries.MAX_ACCOUNTS))
                .map(this::ofGroup)
                .collect(HashMap::new, Map::putAll, Map::putAll);
    }

    private Map<AccountId, Queue> ofGroup(List<AccountId> group) {
        var queued = counts(group, OutboxStatus.QUEUED);
        var processing = counts(group, OutboxStatus.PROCESSING);
        var failed = counts(group, OutboxStatus.FAILED);
        var since = each(withAny(queued), this::earliestQueued);
        return group.stream()
                .collect(Collectors.toMap(
                        Function.identity(),
                        account -> new Queue(
                                queued.getOrDefault(account, 0L) + processing.getOrDefault(account, 0L),
                                failed.getOrDefault(account, 0L),
                                since.getOrDefault(account, Optional.empty()))));
    }

    /** None at all where the whole group has none, which one read tells. */
    private Map<AccountId, Long> counts(List<AccountId> group, OutboxStatus status) {
        return count(group, status) == 0 ? Map.of() : each(group, account -> count(List.of(account), status));
    }

    private long count(List<AccountId> accounts, OutboxStatus status) {
        return Calls.await(queries.of(accounts, status).count().get()).getCount();
    }

    private static List<AccountId> withAny(Map<AccountId, Long> counts) {
        var accounts = new ArrayList<>(counts.keySet());
        accounts.removeIf(account -> counts.getOrDefault(account, 0L) == 0);
        return accounts;
    }

    private Optional<Instant> earliestQueued(AccountId account) {
        return Calls.await(queries.earliestQueued(List.of(account)).limit(1).get()).getDocuments().stream()
                .findFirst()
                .map(entry -> entry.get(EntryDocument.CREATED_AT))
                .map(at -> at instanceof Timestamp time ? Timestamps.instant(time) : null);
    }

    private static <T> Map<AccountId, T> each(List<AccountId> accounts, Function<AccountId, T> look) {
        return accounts.stream()
                .gather(Gatherers.mapConcurrent(QUERIES_AT_ONCE, account -> Map.entry(account, look.apply(account))))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
