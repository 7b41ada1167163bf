package dev.connectors.whatsapp.connector.outbox;

import dev.connectors.whatsapp.connector.chat.AccountId;
import dev.connectors.whatsapp.connector.chat.ThreadId;
import dev.connectors.whatsapp.connector.chat.WaMessageId;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What this worker has claimed and not finished. An entry leaves it once: whoever gets it from {@link #take} decides
 * what becomes of it, be that the acknowledgement, the end of the connection, or a refusal. Its thread stays busy until
 * that is written and {@link #finished}: else the thread's next message could overtake one that goes back into the queue.
 */
final class InFlight {
    /** At once; beyond it, claiming more would only let leases run. */
    static final int MOST = 200;

    private record Key(AccountId account, WaMessageId id) {}

    private final Map<Key, Claim> claims = new ConcurrentHashMap<>();
    private final Map<Key, ThreadId> busy = new ConcurrentHashMap<>();
    /** Since when each awaits the server's answer. */
    private final Map<Key, Instant> unanswered = new ConcurrentHashMap<>();

    void add(Claim claim) {
        unanswered.remove(key(claim));
        busy.put(key(claim), claim.entry().thread());
        claims.put(key(claim), claim);
    }

    /**
     * The message is about to be claimed by the commit that accepts it; until it is {@linkplain #add claimed} or
     * {@link #finished}, its thread is busy. Returns false where it is busy already.
     */
    boolean reserve(ThreadId thread, WaMessageId id) {
        if (busy.containsValue(thread)) {
            return false;
        }
        busy.put(new Key(thread.account(), id), thread);
        return true;
    }

    /** The bridge has done with the claim, as far as it says: from now on the server's answer is awaited. */
    void awaitsAnswer(Claim claim, Instant since) {
        var key = key(claim);
        var held = claims.get(key);
        if (held == null || !held.entry().equals(claim.entry())) {
            return;
        }
        unanswered.put(key, since);
        // It may have been finished meanwhile.
        if (!busy.containsKey(key)) {
            unanswered.remove(key);
        }
    }

    /** The clock went back: what was handed over before is awaited from now on. */
    void clockWentBackTo(Instant now) {
        unanswered.replaceAll((key, since) -> since.isAfter(now) ? now : since);
    }

    /** Accounts with a message whose answer has been awaited since then or longer. */
    Set<AccountId> unansweredSince(Instant since) {
        return unanswered.entrySet().stream()
                .filter(waiting -> claims.containsKey(waiting.getKey()))
                .filter(waiting -> !waiting.getValue().isAfter(since))
                .map(waiting -> waiting.getKey().account())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Since when an answer has been awaited longest. */
    Optional<Instant> longestUnanswered() {
        return unanswered.entrySet().stream()
                .filter(waiting -> claims.containsKey(waiting.getKey()))
                .map(Map.Entry::getValue)
                .min(Comparator.naturalOrder());
    }

    /** Whether the message is claimed and not finished. */
    boolean holds(AccountId account, WaMessageId id) {
        return busy.containsKey(new Key(account, id));
    }

    /** What became of the message is written: its thread may go on. */
    void finished(AccountId account, WaMessageId id) {
        busy.remove(new Key(account, id));
        unanswered.remove(new Key(account, id));
    }

    /** Where the claim is still held. */
    void replace(Claim old, Claim renewed) {
        claims.replace(key(old), old, renewed);
    }

    Optional<Claim> take(AccountId account, WaMessageId id) {
        return Optional.ofNullable(claims.remove(new Key(account, id)));
    }

    /** Where this very claim is still held, renewed or not: the same entry may have been claimed anew meanwhile. */
    Optional<Claim> take(Claim claim) {
        var key = key(claim);
        while (true) {
            var held = claims.get(key);
            if (held == null || !held.entry().equals(claim.entry())) {
                return Optional.empty();
            }
            // It fails when the claim was renewed just now: then the renewed one is taken.
            if (claims.remove(key, held)) {
                return Optional.of(held);
            }
        }
    }

    List<Claim> takeAll(Predicate<AccountId> accounts) {
        return claims.keySet().stream()
                .filter(key -> accounts.test(key.account()))
                .flatMap(key -> Optional.ofNullable(claims.remove(key)).stream())
                .toList();
    }

    List<Claim> all() {
        return List.copyOf(claims.values());
    }

    /** Those of which nothing else may be claimed. */
    Set<ThreadId> threads() {
        return Set.copyOf(busy.values());
    }

    /** How many messages are claimed and not finished. */
    int size() {
        return busy.size();
    }

    private static Key key(Claim claim) {
        return new Key(claim.entry().thread().account(), claim.entry().waMessageId());
    }
}
