package dev.connectors.whatsapp.connector.outbox;

import dev.connectors.whatsapp.connector.chat.AccountId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;

/**
 * How many more messages each account may send now. Exact: in no minute, wherever it begins, does an account send more than
 * it may. (A token bucket that holds a minute's tokens would let almost twice as many through in the first minute.)
 * Remembers the moments of the last minute's sends and nothing else.
 */
final class SendPace {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final ToIntFunction<AccountId> perMinute;
    private final Map<AccountId, Deque<Instant>> sends = new HashMap<>();

    /** @param perMinute how many an account may send in a minute, as it is set just now */
    SendPace(ToIntFunction<AccountId> perMinute) {
        this.perMinute = perMinute;
    }

    /** How many it may send now. */
    synchronized int room(AccountId account, Instant now) {
        return Math.max(
                0, perMinute.applyAsInt(account) - lastMinute(account, now).size());
    }

    /** Counts one that goes out now, where it may. */
    synchronized boolean tryTake(AccountId account, Instant now) {
        if (room(account, now) == 0) {
            return false;
        }
        lastMinute(account, now).addLast(now);
        return true;
    }

    /** One that was counted last does not go out. */
    synchronized void giveBack(AccountId account) {
        var made = sends.get(account);
        if (made != null) {
            made.pollLast();
        }
    }

    /** When it may send the next, where that is not now. */
    synchronized Optional<Instant> nextRoom(AccountId account, Instant now) {
        var made = lastMinute(account, now);
        var over = made.size() - perMinute.applyAsInt(account);
        return over < 0
                ? Optional.empty()
                : made.stream().skip(over).findFirst().map(send -> send.plus(MINUTE));
    }

    /** A clock that went back must not keep the account waiting until it is where it was. */
    private static void notLaterThan(Instant now, Deque<Instant> made) {
        var later = 0;
        for (; !made.isEmpty() && made.peekLast().isAfter(now); later++) {
            made.removeLast();
        }
        made.addAll(Collections.nCopies(later, now));
    }

    private Deque<Instant> lastMinute(AccountId account, Instant now) {
        var made = sends.computeIfAbsent(account, id -> new ArrayDeque<>());
        notLaterThan(now, made);
        while (!made.isEmpty() && !made.peekFirst().plus(MINUTE).isAfter(now)) {
            made.removeFirst();
        }
        return made;
    }
}
