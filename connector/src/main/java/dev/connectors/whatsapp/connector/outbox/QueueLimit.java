package dev.connectors.whatsapp.connector.outbox;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.connectors.whatsapp.connector.chat.AccountId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * Says which messages would wait longer than a minute because their account sends only so many in one. That is so exactly
 * when as many wait before it as the account sends in a minute, however many it has sent in the last.
 *
 * <p>How many wait is looked up only when it may matter: not while this connector has accepted no more than half a minute's
 * messages within the last one, nor while what it accepted since the last look cannot have filled the queue. So two
 * connectors that accept for one account are exact, and more of them may together accept some messages too many.
 */
final class QueueLimit {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    /** What others accept meanwhile is not known here. */
    private static final Duration BELIEVED = Duration.ofSeconds(5);
    /** A refusal is not to be about a queue that has long moved on. */
    private static final Duration BELIEVED_WHEN_FULL = Duration.ofSeconds(1);

    private static final int MOST_ACCOUNTS = 10_000;

    private final ToIntFunction<AccountId> perMinute;
    private final Function<AccountId, Backlog> look;
    private final Clock clock;
    private final Cache<AccountId, Account> accounts = Caffeine.newBuilder()
            .maximumSize(MOST_ACCOUNTS)
            .expireAfterAccess(MINUTE)
            .build();

    /**
     * What waits for an account.
     *
     * @param waiting how many messages wait for its pace; empty where they wait for something else in any case
     * @param perMinute its pace
     */
    record Backlog(OptionalLong waiting, int perMinute) {}

    /**
     * @param perMinute how many an account sends in a minute, as far as that is known without a look
     * @param look at what waits for an account just now
     */
    QueueLimit(ToIntFunction<AccountId> perMinute, Function<AccountId, Backlog> look, Clock clock) {
        this.perMinute = perMinute;
        this.look = look;
        this.clock = clock;
    }

    /** What is remembered of an account; guarded by itself. */
    private static final class Account {
        /** When messages were let in, no longer ago than a minute. */
        private final Deque<Instant> entered = new ArrayDeque<>();

        private Optional<Backlog> seen = Optional.empty();
        private Instant seenAt = Instant.EPOCH;
        private long sinceSeen;

        boolean wasSeenWithin(Duration age, Instant now) {
            return seen.isPresent() && !now.isBefore(seenAt) && now.isBefore(seenAt.plus(age));
        }
    }

    /**
     * Counts one more message, if it may come in.
     *
     * @throws QueueFullException if it would wait longer than a minute for its account's pace
     */
    void enter(AccountId id) {
        var account = accounts.get(id, key -> new Account());
        synchronized (account) {
            var now = clock.instant();
            while (!account.entered.isEmpty()
                    && !account.entered.peekFirst().plus(MINUTE).isAfter(now)) {
                account.entered.removeFirst();
            }
            if (account.entered.size() >= Math.max(1, perMinute.applyAsInt(id) / 2)) {
                check(id, account, now);
                account.sinceSeen++;
            }
            account.entered.addLast(now);
        }
    }

    private void check(AccountId id, Account account, Instant now) {
        if (account.wasSeenWithin(BELIEVED, now) && excess(account) < 0) {
            return;
        }
        if (!account.wasSeenWithin(BELIEVED_WHEN_FULL, now)) {
            account.seen = Optional.of(look.apply(id));
            account.seenAt = now;
            account.sinceSeen = 0;
        }
        var excess = excess(account);
        if (excess >= 0) {
            var pace = account.seen.map(Backlog::perMinute).orElseThrow();
            throw new QueueFullException(
                    id, pace, MINUTE.multipliedBy(excess + 1).dividedBy(pace));
        }
    }

    /** How many more wait than may; below 0 where there is room. */
    private static long excess(Account account) {
        return account.seen
                .filter(backlog -> backlog.waiting().isPresent())
                .map(backlog -> backlog.waiting().getAsLong() + account.sinceSeen - backlog.perMinute())
                .orElse(-1L);
    }
}
