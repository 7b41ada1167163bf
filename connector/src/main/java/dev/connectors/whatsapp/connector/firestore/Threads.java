package dev.connectors.whatsapp.connector.firestore;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.cloud.firestore.DocumentSnapshot;
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
     * Where a conversation is kept.
     *
     * @param thread by the name under which it is kept
     * @param document of that thread, which need not exist
     */
    public record Found(ThreadId thread, DocumentSnapshot document) {}

    /**
     * The thread in which a conversation is kept. It is one request, unless the thread turns out to be kept under the
     * contact's other name.
     *
     * @param named by either name of the contact
     */
    public Found find(ThreadId named) {
        var remembered = Optional.ofNullable(known.getIfPresent(named))
                .or(() -> named.chat().isGroup() ? Optional.of(named) : Optional.empty());
        if (remembered.isPresent()) {
            return found(remembered.get());
        }
        var documents = Calls.await(layout.thread(named)
                .getFirestore()
                .getAll(layout.thread(named), layout.alias(named.account(), named.chat())));
        return remember(named, documents.getLast())
                .filter(thread -> !thread.equals(named))
                .map(this::found)
                .orElseGet(() -> new Found(named, documents.getFirst()));
    }

    private Found found(ThreadId thread) {
        return new Found(thread, Calls.await(layout.thread(thread).get()));
    }

    /**
     * As {@link #find}, without a look at the thread itself.
     *
     * @param named by either name of the contact
     */
    public ThreadId resolve(ThreadId named) {
        return Optional.ofNullable(known.getIfPresent(named))
                .or(() -> named.chat().isGroup()
                        ? Optional.empty()
                        : remember(
                                named,
                                Calls.await(layout.alias(named.account(), named.chat())
                                        .get())))
                .orElse(named);
    }

    /** That there is no other name is not remembered: it may be learnt at any time, on any pod. */
    private Optional<ThreadId> remember(ThreadId named, DocumentSnapshot alias) {
        var thread = Optional.ofNullable(alias.getData())
                .flatMap(Alias::read)
                .map(found -> new ThreadId(named.account(), found.chat()));
        thread.ifPresent(found -> known.put(named, found));
        return thread;
    }
}
