package dev.connectors.whatsapp.connector.firestore;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.connectors.whatsapp.connector.chat.ThreadId;
import java.time.Duration;
import java.util.Optional;

/** Finds the one thread that an account has with somebody who may be named by phone number or by LID. */
public final class Threads {
    /** A name changes hands when a number gets a new owner, which takes its operator weeks. */
    private static final Duration REMEMBERED = Duration.ofMinutes(10);

    private static final int MOST_REMEMBERED = 100_000;

    private final Layout layout;
    private final Cache<ThreadId, ThreadId> known = Caffeine.newBuilder()
            .maximumSize(MOST_REMEMBERED)
            .expireAfterWrite(REMEMBERED)
            .build();

    public Threads(Layout layout) {
        this.layout = layout;
    }

    /**
     * The thread in which a conversation is kept.
     *
     * @param named by either name of the contact
     */
    public ThreadId resolve(ThreadId named) {
        return Optional.ofNullable(known.getIfPresent(named))
                .or(() -> named.chat().isGroup() ? Optional.empty() : read(named))
                // Not remembered: the other name may be learnt at any time, on any pod.
                .orElse(named);
    }

    private Optional<ThreadId> read(ThreadId named) {
        var alias = Calls.await(layout.alias(named.account(), named.chat()).get());
        var thread = Optional.ofNullable(alias.getData())
                .flatMap(Alias::read)
                .map(found -> new ThreadId(named.account(), found.chat()));
        thread.ifPresent(found -> known.put(named, found));
        return thread;
    }
}
